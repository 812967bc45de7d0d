package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Defaults, every key, and rejected values. */
class RolloutPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Enabled.class);

    @Test
    void defaults() {
        runner.run(context -> assertThat(context.getBean(RolloutProperties.class))
                .satisfies(properties -> {
                    assertThat(properties.worker()).isEqualTo("rollout");
                    assertThat(properties.batch()).isEqualTo(64);
                    assertThat(properties.defaultModel()).isEqualTo("nano-base");
                    assertThat(properties.maxConcurrent()).isEqualTo(32);
                    assertThat(properties.maxTokens()).isEqualTo(2048);
                    assertThat(properties.fetchTimeout()).isEqualTo(Duration.ofMinutes(1));
                    assertThat(properties.imageCache()).isEqualTo(DataSize.ofGigabytes(2));
                }));
    }

    @Test
    void everyKey() {
        runner.withPropertyValues(
                        "geor1.rollout.url=http://r:1",
                        "geor1.rollout.worker=w",
                        "geor1.rollout.batch=3",
                        "geor1.rollout.default-model=m",
                        "geor1.rollout.max-concurrent=4",
                        "geor1.rollout.max-tokens=5",
                        "geor1.rollout.device=cuda:1",
                        "geor1.rollout.precision=bf16",
                        "geor1.rollout.kv-cache=64MB",
                        "geor1.rollout.threads=3",
                        "geor1.rollout.image-cache=7MB",
                        "geor1.rollout.fetch-timeout=6s")
                .run(context -> assertThat(context.getBean(RolloutProperties.class))
                        .satisfies(properties -> {
                            assertThat(properties.worker()).isEqualTo("w");
                            assertThat(properties.batch()).isEqualTo(3);
                            assertThat(properties.defaultModel()).isEqualTo("m");
                            assertThat(properties.maxConcurrent()).isEqualTo(4);
                            assertThat(properties.maxTokens()).isEqualTo(5);
                            assertThat(properties.fetchTimeout()).isEqualTo(Duration.ofSeconds(6));
                            assertThat(properties.imageCache()).isEqualTo(DataSize.ofMegabytes(7));
                            assertThat(properties.url()).hasToString("http://r:1");
                        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geor1.rollout.model=m",
                "geor1.rollout.batch=0",
                "geor1.rollout.max-tokens=0",
                "geor1.rollout.device=gpu"
            })
    void startUpFails(String pair) {
        runner.withPropertyValues(pair).run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RolloutProperties.class)
    static class Enabled {}
}
