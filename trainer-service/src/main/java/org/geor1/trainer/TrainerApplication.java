package org.geor1.trainer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The trainer service as a process of its own. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(TrainerServiceConfiguration.class)
public class TrainerApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(TrainerApplication.class, arguments);
    }
}
