package org.geor1.local;

import org.geor1.gateway.GatewayConfiguration;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.transport.HandOver;
import org.geor1.reward.RewardServiceConfiguration;
import org.geor1.rollout.RolloutServiceConfiguration;
import org.geor1.trainer.TrainerServiceConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The four services as one application. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    GatewayConfiguration.class,
    TrainerServiceConfiguration.class,
    RolloutServiceConfiguration.class,
    RewardServiceConfiguration.class
})
class LocalConfiguration {

    /** Trainer and workers share a JVM and a store here, so nobody waits for the disk but the commit. */
    @Bean
    @Primary
    HandOver handOver(ArtifactStore artifacts) {
        return new HandOver(artifacts);
    }

    /** The trainer's pictures lie in the workers' reach. */
    @Bean
    @Primary
    Images sharedImages(ImageStore store) {
        return store::fetch;
    }
}
