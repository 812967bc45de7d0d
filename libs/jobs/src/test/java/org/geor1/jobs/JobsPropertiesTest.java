package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.geor1.jobs.queue.JobsProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Defaults, every key, and the values that start-up refuses. */
class JobsPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Enabled.class);

    @Test
    void defaults() {
        runner.run(context -> assertThat(context.getBean(JobsProperties.class)).satisfies(properties -> {
            assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(30));
            assertThat(properties.backoff()).isEqualTo(Duration.ofSeconds(1));
            assertThat(properties.maxBackoff()).isEqualTo(Duration.ofMinutes(1));
            assertThat(properties.maxAttempts()).isEqualTo(4);
            assertThat(properties.pollMin()).isEqualTo(Duration.ofMillis(10));
            assertThat(properties.pollMax()).isEqualTo(Duration.ofMillis(100));
        }));
    }

    @Test
    void everyKey() {
        runner.withPropertyValues(
                        "geor1.jobs.lease=2s",
                        "geor1.jobs.backoff=3s",
                        "geor1.jobs.max-backoff=10s",
                        "geor1.jobs.max-attempts=5",
                        "geor1.jobs.poll-min=6ms",
                        "geor1.jobs.poll-max=7ms")
                .run(context -> assertThat(context.getBean(JobsProperties.class))
                        .satisfies(properties -> {
                            assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(2));
                            assertThat(properties.maxAttempts()).isEqualTo(5);
                            assertThat(properties.pollMin()).isEqualTo(Duration.ofMillis(6));
                            assertThat(properties.pollMax()).isEqualTo(Duration.ofMillis(7));
                            assertThat(properties.backoff(1)).isEqualTo(Duration.ofSeconds(3));
                            assertThat(properties.backoff(2)).isEqualTo(Duration.ofSeconds(6));
                            assertThat(properties.backoff(3)).isEqualTo(Duration.ofSeconds(10));
                            assertThat(properties.backoff(99)).isEqualTo(Duration.ofSeconds(10));
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"geor1.jobs.leese=1s", "geor1.jobs.max-attempts=0", "geor1.jobs.lease=soon"})
    void startUpFails(String pair) {
        runner.withPropertyValues(pair).run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(JobsProperties.class)
    static class Enabled {}
}
