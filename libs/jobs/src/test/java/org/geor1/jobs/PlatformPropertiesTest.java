package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import org.geor1.jobs.common.PlatformProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/** Defaults, every key, and the values that start-up refuses. */
class PlatformPropertiesTest {

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withUserConfiguration(Enabled.class)
            .withPropertyValues("geor1.internal-token=t");

    @Test
    void defaults() {
        runner.run(context -> assertThat(context.getBean(PlatformProperties.class))
                .satisfies(properties -> {
                    assertThat(properties.artifactsDir()).isEqualTo(Path.of(".geor1/artifacts"));
                    assertThat(properties.modelsDir()).isEqualTo(Path.of("models"));
                    assertThat(properties.minFreeSpace()).isEqualTo(DataSize.ofMegabytes(512));
                    assertThat(properties.trainerUrl()).isEqualTo(URI.create("http://localhost:8083"));
                    assertThat(properties.rolloutUrl()).isEqualTo(URI.create("http://localhost:8081"));
                    assertThat(properties.rewardUrl()).isEqualTo(URI.create("http://localhost:8082"));
                }));
    }

    @Test
    void everyKey() {
        runner.withPropertyValues(
                        "geor1.artifacts-dir=/a",
                        "geor1.models-dir=/m",
                        "geor1.min-free-space=10GB",
                        "geor1.internal-token=s3cret",
                        "geor1.trainer.url=http://t:1",
                        "geor1.rollout.url=http://o:2",
                        "geor1.reward.url=http://w:3",
                        "geor1.gateway.anything.at.all=x",
                        "geor1.local.x=y",
                        "geor1.jobs.lease=1s")
                .run(context -> assertThat(context.getBean(PlatformProperties.class))
                        .satisfies(properties -> {
                            assertThat(properties.artifactsDir()).isEqualTo(Path.of("/a"));
                            assertThat(properties.modelsDir()).isEqualTo(Path.of("/m"));
                            assertThat(properties.minFreeSpace()).isEqualTo(DataSize.ofGigabytes(10));
                            assertThat(properties.trainerUrl()).isEqualTo(URI.create("http://t:1"));
                            assertThat(properties.rolloutUrl()).isEqualTo(URI.create("http://o:2"));
                            assertThat(properties.rewardUrl()).isEqualTo(URI.create("http://w:3"));
                            assertThat(properties.toString()).doesNotContain("s3cret");
                        }));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "geor1.artifact-dir=/a",
                "geor1.internal-token=",
                "geor1.min-free-space=much",
                "geor1.trainr.url=x"
            })
    void startUpFails(String pair) {
        runner.withPropertyValues(pair).run(context -> assertThat(context).hasFailed());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(PlatformProperties.class)
    static class Enabled {}
}
