package org.geor1.gateway;

import jakarta.servlet.MultipartConfigElement;
import org.geor1.jobs.JobsConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything the gateway is made of; {@code local} imports it beside the other services. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(basePackageClasses = GatewayConfiguration.class)
@Import(JobsConfiguration.class)
@EnableConfigurationProperties(GatewayProperties.class)
public class GatewayConfiguration {

    /**
     * Upload limits follow the image limit, so one key sets both; parts stay in memory rather than in temporary files. A
     * file that is too large by itself is for the decoder to refuse, which names its size.
     */
    @Bean
    MultipartConfigElement multipartConfig(GatewayProperties properties) {
        long body = BodyLimits.of(properties).upload();
        return new MultipartConfigElement("", body, body, (int) Math.min(body, Integer.MAX_VALUE));
    }
}
