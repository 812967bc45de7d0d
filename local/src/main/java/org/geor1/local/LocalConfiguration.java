package org.geor1.local;

import org.geor1.gateway.GatewayConfiguration;
import org.geor1.reward.RewardServiceConfiguration;
import org.geor1.rollout.RolloutServiceConfiguration;
import org.geor1.trainer.TrainerServiceConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The four services as one application. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({
    GatewayConfiguration.class,
    TrainerServiceConfiguration.class,
    RolloutServiceConfiguration.class,
    RewardServiceConfiguration.class
})
class LocalConfiguration {}
