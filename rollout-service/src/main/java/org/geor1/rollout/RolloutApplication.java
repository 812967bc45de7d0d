package org.geor1.rollout;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The rollout service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RolloutServiceConfiguration.class)
public class RolloutApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RolloutApplication.class, arguments);
    }
}
