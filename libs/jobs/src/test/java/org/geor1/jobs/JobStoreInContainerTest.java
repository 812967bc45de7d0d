package org.geor1.jobs;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The queue's contract on the PostgreSQL that Compose and Kubernetes run, by way of the connection pool that services
 * use. Needs Docker, so it runs with {@code -Pcontainers} only.
 */
@Tag("container")
@ActiveProfiles("container")
@Import(JobStoreInContainerTest.Container.class)
class JobStoreInContainerTest extends JobStoreTest {

    @TestConfiguration(proxyBeanMethods = false)
    static class Container {

        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer("postgres:17");
        }
    }
}
