package org.geor1.trainer;

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
 * The trainer service, under {@code geor1.trainer}.
 *
 * @param url where others fetch artifacts
 * @param owner what its name in the run table begins with; the process's own part follows
 * @param lease how long it may stay silent before another trainer takes its run
 * @param poll pause between two looks at the groups of a step
 * @param idle pause between two looks for a run
 * @param keep policies and training states of a run that retention spares, besides what the run itself keeps
 */
@Validated
@ConfigurationProperties(prefix = "geor1.trainer", ignoreUnknownFields = false)
record TrainerProperties(
        @NotNull @DefaultValue("http://localhost:8083") URI url,
        @NotBlank @DefaultValue("trainer") String owner,
        @NotNull @DefaultValue("20s") Duration lease,
        @NotNull @DefaultValue("20ms") Duration poll,
        @NotNull @DefaultValue("500ms") Duration idle,
        @Min(1) @Max(100) @DefaultValue("2") int keep) {}
