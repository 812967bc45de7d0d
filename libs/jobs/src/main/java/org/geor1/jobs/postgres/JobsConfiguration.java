package org.geor1.jobs.postgres;

import org.geor1.jobs.ArtifactStore;
import org.geor1.jobs.JobsProperties;
import org.geor1.jobs.PlatformProperties;
import org.geor1.jobs.artifact.FileArtifactStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Brings the stores into an application; import it. Several services in one JVM share one instance of each. */
@Configuration(proxyBeanMethods = false)
@ComponentScan
@EntityScan
@EnableJpaRepositories
@EnableConfigurationProperties({PlatformProperties.class, JobsProperties.class})
public class JobsConfiguration {

    @Bean
    ArtifactStore artifactStore(PlatformProperties properties) {
        return new FileArtifactStore(properties.artifactsDir());
    }

    @Bean
    HibernatePropertiesCustomizer batchedInserts() {
        return properties -> properties.put("hibernate.jdbc.batch_size", "200");
    }
}
