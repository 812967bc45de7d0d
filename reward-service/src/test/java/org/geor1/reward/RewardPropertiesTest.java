package org.geor1.reward;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;

/** Defaults, every key, and rejected values. */
class RewardPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner().withUserConfiguration(Enabled.class);

    @Test
    void defaults() {
        runner.run(context -> assertThat(context.getBean(RewardProperties.class))
                .satisfies(properties -> {
                    assertThat(properties.worker()).isEqualTo("reward");
                    assertThat(properties.batch()).isEqualTo(64);
                    assertThat(properties.allowedHosts()).isEmpty();
                }));
    }

    @Test
    void everyKey() {
        runner.withPropertyValues(
                        "geor1.reward.url=http://r:1",
                        "geor1.reward.worker=w",
                        "geor1.reward.batch=3",
                        "geor1.reward.allowed-hosts=a.example,10.0.0.0/8")
                .run(context -> assertThat(context.getBean(RewardProperties.class))
                        .satisfies(properties -> {
                            assertThat(properties.worker()).isEqualTo("w");
                            assertThat(properties.batch()).isEqualTo(3);
                            assertThat(properties.allowedHosts()).containsExactly("a.example", "10.0.0.0/8");
                            assertThat(properties.url()).hasToString("http://r:1");
                        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geor1.reward.batches=1",
                "geor1.reward.batch=0",
                "geor1.reward.worker=",
                "geor1.reward.allowed-hosts=http://a"
            })
    void startUpFails(String pair) {
        runner.withPropertyValues(pair).run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(RewardProperties.class)
    static class Enabled {}
}
