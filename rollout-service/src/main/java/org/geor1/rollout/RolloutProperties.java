package org.geor1.rollout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The rollout service, under {@code geor1.rollout}.
 *
 * @param url where others reach it
 * @param worker its name in the job table
 * @param batch groups generated together
 * @param defaultModel what answers when a caller names no model
 * @param maxWaiting internal inference requests that may wait for the engine; further ones get 429
 * @param maxTokens most tokens that one inference request may ask for
 * @param fetchTimeout longest pause of the trainer while weights are fetched
 */
@Validated
@ConfigurationProperties(prefix = "geor1.rollout", ignoreUnknownFields = false)
record RolloutProperties(
        @NotNull @DefaultValue("http://localhost:8081") URI url,
        @NotBlank @DefaultValue("rollout") String worker,
        @Min(1) @Max(1024) @DefaultValue("64") int batch,
        @NotBlank @DefaultValue("nano-base") String defaultModel,
        @Min(1) @Max(1024) @DefaultValue("8") int maxWaiting,
        @Min(1) @Max(32_768) @DefaultValue("2048") int maxTokens,
        @NotNull @DefaultValue("60s") Duration fetchTimeout) {}
