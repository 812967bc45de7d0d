package org.geor1.gateway.security;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Who may call the gateway.
 *
 * @param apiKeys SHA-256 digests, as 64 hex digits, of the accepted bearer keys; the keys themselves are stored nowhere.
 *     Empty means keyless: the gateway then serves loopback only
 * @param sessionLifetime how long a browser that signed in with a key stays signed in
 * @param wrongKeysPerMinute wrong keys a minute that are checked from one address; from all addresses together, ten
 *     times as many. Beyond that, every key that was not used from that address before gets 429
 */
@Validated
@ConfigurationProperties(prefix = "geor1.security", ignoreUnknownFields = false)
public record SecurityProperties(
        @DefaultValue
        List<
                        @Pattern(
                                regexp = "[0-9a-fA-F]{64}",
                                message = "must be the SHA-256 of the key as 64 hex digits"
                                        + " (printf %s \"$KEY\" | sha256sum)")
                        String>
                apiKeys,

        @DefaultValue("12h") @NotNull Duration sessionLifetime,

        @DefaultValue("10") @Min(1) @Max(100_000) int wrongKeysPerMinute) {

    /** Whether no key is configured, so that only this machine may call. */
    public boolean keyless() {
        return apiKeys.isEmpty();
    }

    /** Digests stay out of logs: whoever holds them can test guesses offline. */
    @Override
    public String toString() {
        return "SecurityProperties[apiKeys=" + apiKeys.size() + " redacted, sessionLifetime=" + sessionLifetime
                + ", wrongKeysPerMinute=" + wrongKeysPerMinute + "]";
    }
}
