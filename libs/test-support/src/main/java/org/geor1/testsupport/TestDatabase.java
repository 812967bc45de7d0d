package org.geor1.testsupport;

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
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The database of a test; import this class into its context. It is an embedded server or, if the property
 * {@value #PROPERTY} is {@code container}, the PostgreSQL image of Compose and Kubernetes. The contracts of the stores
 * are tested on both. A running Docker engine is not used automatically, since it may lack the image and be unable to
 * pull it. Each context starts with an empty database.
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
            boolean container = "container".equals(context.getEnvironment().getProperty(PROPERTY));
            return new ConditionOutcome(container, container ? "a container" : "an embedded server");
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
