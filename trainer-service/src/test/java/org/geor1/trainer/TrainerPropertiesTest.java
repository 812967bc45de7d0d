package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Defaults, every key, and the values that start-up refuses. */
class TrainerPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Enabled.class);

    @Test
    void defaults() {
        runner.run(context -> assertThat(context.getBean(TrainerProperties.class))
                .satisfies(properties -> {
                    assertThat(properties.owner()).isEqualTo("trainer");
                    assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(20));
                    assertThat(properties.poll()).isEqualTo(Duration.ofMillis(20));
                    assertThat(properties.idle()).isEqualTo(Duration.ofMillis(500));
                    assertThat(properties.keep()).isEqualTo(2);
                }));
    }

    @Test
    void everyKey() {
        runner.withPropertyValues(
                        "geor1.trainer.url=http://t:1",
                        "geor1.trainer.owner=o",
                        "geor1.trainer.lease=2s",
                        "geor1.trainer.poll=3ms",
                        "geor1.trainer.idle=4ms",
                        "geor1.trainer.keep=5")
                .run(context -> assertThat(context.getBean(TrainerProperties.class))
                        .satisfies(properties -> {
                            assertThat(properties.owner()).isEqualTo("o");
                            assertThat(properties.lease()).isEqualTo(Duration.ofSeconds(2));
                            assertThat(properties.poll()).isEqualTo(Duration.ofMillis(3));
                            assertThat(properties.idle()).isEqualTo(Duration.ofMillis(4));
                            assertThat(properties.keep()).isEqualTo(5);
                            assertThat(properties.url()).hasToString("http://t:1");
                        }));
    }

    @ParameterizedTest
    @ValueSource(strings = {"geor1.trainer.leese=1s", "geor1.trainer.keep=0", "geor1.trainer.owner="})
    void startUpFails(String pair) {
        runner.withPropertyValues(pair).run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(TrainerProperties.class)
    static class Enabled {}
}
