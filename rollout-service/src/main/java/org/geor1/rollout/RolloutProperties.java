package org.geor1.rollout;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.net.URI;
import java.time.Duration;
import org.geor1.vlm.model.Precision;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The rollout service, under {@code geor1.rollout}.
 *
 * @param url where other services reach it
 * @param worker prefix of its name in the job table; a part of the process's own follows
 * @param batch groups under way at a time
 * @param defaultModel model that answers when a caller names none
 * @param maxConcurrent inference requests served or waiting at a time; further ones get 429
 * @param maxTokens most tokens that one inference request may ask for
 * @param device {@code cpu}, {@code cuda:0}, {@code cuda:1}, …; {@code auto} takes the first GPU if there is one
 * @param precision type of weights and caches, {@code fp32} or {@code bf16}
 * @param kvCache memory for keys and values of running sequences and of prompts kept for reuse
 * @param threads processors that the engine uses, 0 for all
 * @param imageCache disk space for pictures of datasets that were fetched from the trainer
 * @param fetchTimeout how long the trainer may stay silent while weights or pictures are fetched
 */
@Validated
@ConfigurationProperties(prefix = "geor1.rollout", ignoreUnknownFields = false)
record RolloutProperties(
        @NotNull @DefaultValue("http://localhost:8081") URI url,
        @NotBlank @DefaultValue("rollout") String worker,
        @Min(1) @Max(1024) @DefaultValue("64") int batch,
        @NotBlank @DefaultValue("nano-base") String defaultModel,
        @Min(1) @Max(1024) @DefaultValue("32") int maxConcurrent,
        @Min(1) @Max(32_768) @DefaultValue("2048") int maxTokens,

        @NotNull @Pattern(regexp = "auto|cpu|cuda:[0-9]{1,2}") @DefaultValue("auto")
        String device,

        @NotNull @DefaultValue("fp32") Precision precision,
        @NotNull @DefaultValue("2GB") DataSize kvCache,
        @Min(0) @Max(1024) @DefaultValue("0") int threads,
        @NotNull @DefaultValue("2GB") DataSize imageCache,
        @NotNull @DefaultValue("60s") Duration fetchTimeout) {}
