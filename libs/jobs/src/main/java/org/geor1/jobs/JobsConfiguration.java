package org.geor1.jobs;

import org.geor1.jobs.artifact.ArtifactRegister;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.run.RunFence;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.signal.Signals;
import org.geor1.jobs.step.StepStore;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;

/** Brings the stores into an application; import it. Several services in one JVM share one instance of each. */
@Configuration(proxyBeanMethods = false)
@Import({
    ArtifactRegister.class,
    CalibrationStore.class,
    CheckpointStore.class,
    DatasetStore.class,
    EventStore.class,
    ImageRegister.class,
    JobStore.class,
    MetricStore.class,
    ModelCatalog.class,
    Retention.class,
    RolloutStore.class,
    RunFence.class,
    RunStore.class,
    Signals.class,
    StepStore.class,
    Traces.class
})
@EntityScan
@EnableJpaRepositories
@EnableConfigurationProperties({PlatformProperties.class, JobsProperties.class})
public class JobsConfiguration {

    @Bean
    ArtifactStore artifactStore(PlatformProperties properties) {
        return new ArtifactStore(properties.artifactsDir());
    }

    @Bean
    ImageStore imageStore(PlatformProperties properties) {
        return new ImageStore(properties.artifactsDir());
    }

    @Bean
    HibernatePropertiesCustomizer batchedInserts() {
        return properties -> properties.put("hibernate.jdbc.batch_size", "200");
    }
}
