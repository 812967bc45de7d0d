package org.geor1.jobs.common;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What all services must agree on, under {@code geor1}. An unknown key fails start-up. Sections of one service are
 * maps here, since their own records check them.
 *
 * @param artifactsDir where this process keeps artifacts
 * @param modelsDir shipped models, one directory each
 * @param minFreeSpace what must be free where artifacts are kept; with less, runs pause until there is more
 * @param internalToken the secret that services show each other
 */
@Validated
@ConfigurationProperties(prefix = "geor1", ignoreUnknownFields = false)
public record PlatformProperties(
        @NotNull @DefaultValue(".geor1/artifacts") Path artifactsDir,
        @NotNull @DefaultValue("models") Path modelsDir,
        @NotNull @DefaultValue("512MB") DataSize minFreeSpace,
        @NotBlank String internalToken,
        @DefaultValue Map<String, String> jobs,
        @DefaultValue Map<String, String> trainer,
        @DefaultValue Map<String, String> rollout,
        @DefaultValue Map<String, String> reward,
        @DefaultValue Map<String, String> gateway,
        @DefaultValue Map<String, String> connections,
        @DefaultValue Map<String, String> security,
        @DefaultValue Map<String, String> local) {

    public URI trainerUrl() {
        return URI.create(trainer.getOrDefault("url", "http://localhost:8083"));
    }

    public URI rolloutUrl() {
        return URI.create(rollout.getOrDefault("url", "http://localhost:8081"));
    }

    public URI rewardUrl() {
        return URI.create(reward.getOrDefault("url", "http://localhost:8082"));
    }

    @Override
    public String toString() {
        return "PlatformProperties[artifactsDir=" + artifactsDir + ", modelsDir=" + modelsDir
                + ", internalToken=<redacted>]";
    }
}
