package org.geor1.reward;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The reward service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RewardServiceConfiguration.class)
public class RewardApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RewardApplication.class, arguments);
    }
}
