package org.geor1.reward;

import org.geor1.jobs.common.PlatformProperties;
import org.geor1.protocol.InternalTokenFilter;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The reward service as a process of its own. Only the platform's other services may call it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(RewardServiceConfiguration.class)
public class RewardApplication {

    public static void main(String[] arguments) {
        SpringApplication.run(RewardApplication.class, arguments);
    }

    @Bean
    FilterRegistrationBean<InternalTokenFilter> internalOnly(PlatformProperties properties) {
        FilterRegistrationBean<InternalTokenFilter> filter =
                new FilterRegistrationBean<>(new InternalTokenFilter(properties.internalToken()));
        filter.addUrlPatterns("/*");
        return filter;
    }
}
