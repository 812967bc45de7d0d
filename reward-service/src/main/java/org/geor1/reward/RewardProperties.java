package org.geor1.reward;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.util.List;
import org.geor1.reward.http.AllowedHosts;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The reward service, under {@code geor1.reward}.
 *
 * @param url where other services reach it
 * @param worker prefix of its name in the job table; a part of the process's own follows
 * @param batch groups scored at once
 * @param allowedHosts names, addresses and ranges of addresses that rewards of users may be asked of
 */
@Validated
@ConfigurationProperties(prefix = "geor1.reward", ignoreUnknownFields = false)
record RewardProperties(
        @NotNull @DefaultValue("http://localhost:8082") URI url,
        @NotBlank @DefaultValue("reward") String worker,
        @Min(1) @Max(1000) @DefaultValue("64") int batch,
        @DefaultValue List<String> allowedHosts) {

    RewardProperties {
        allowedHosts = List.copyOf(allowedHosts);
        // Ends the start if one is no host.
        new AllowedHosts(allowedHosts);
    }
}
