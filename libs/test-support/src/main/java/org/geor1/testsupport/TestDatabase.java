package org.geor1.testsupport;

import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.RemoteDockerImage;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The database of a test: import this into its context. Where a Docker engine answers, it is the image that Compose and
 * Kubernetes run; elsewhere it is an embedded server. The property {@value #PROPERTY} chooses one of them, as {@code
 * container} or {@code embedded}. Each context begins with an empty database.
 */
@TestConfiguration(proxyBeanMethods = false)
public class TestDatabase {

    public static final String PROPERTY = "test.database";

    private static final DockerImageName IMAGE = DockerImageName.parse("postgres:17");

    @TestConfiguration(proxyBeanMethods = false)
    @Conditional(OnContainer.class)
    static class Container {

        @Bean
        @ServiceConnection
        PostgreSQLContainer postgres() {
            return new PostgreSQLContainer(IMAGE);
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    @Conditional(OnEmbedded.class)
    static class Embedded {

        @Bean
        JdbcConnectionDetails postgres() {
            return PostgresServer.database();
        }
    }

    static class OnContainer extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String wanted = context.getEnvironment().getProperty(PROPERTY, "");
            boolean container = wanted.isEmpty() ? Engine.ANSWERS : wanted.equals("container");
            return new ConditionOutcome(container, container ? "a container" : "an embedded server");
        }
    }

    /** Whether a Docker engine answers and has, or can fetch, what a container needs; asked once. */
    private static final class Engine {

        private static final boolean ANSWERS = answers();

        private static boolean answers() {
            try {
                return DockerClientFactory.instance().isDockerAvailable()
                        && !new RemoteDockerImage(IMAGE).get().isEmpty();
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(TestDatabase.class)
                        .warn("Docker answers, but has no image {}; tests use the embedded server", IMAGE, e);
                return false;
            }
        }
    }

    static class OnEmbedded extends NoneNestedConditions {

        OnEmbedded() {
            super(ConfigurationPhase.PARSE_CONFIGURATION);
        }

        @Conditional(OnContainer.class)
        static class InContainer {}
    }
}
