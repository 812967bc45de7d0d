package org.geor1.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The gateway as a process of its own: REST and dashboard on 8080, management on 9080. */
@SpringBootApplication(scanBasePackageClasses = GatewayConfiguration.class)
public class GatewayApplication {
    public static void main(String[] args) {
        SpringApplication.run(GatewayApplication.class, args);
    }
}
