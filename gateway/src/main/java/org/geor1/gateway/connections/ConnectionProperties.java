package org.geor1.gateway.connections;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits on a connection to the gateway.
 *
 * @param headerTimeout how long the head of a request may take, from its first byte or from the connection's opening
 * @param bodyTimeout how long a body may take
 * @param minBodyRate least bytes a second of a body, on average, once it has taken five seconds
 * @param maxPerAddress connections per address; at the limit the one that has gone longest without a complete request
 *     is closed. Callers behind one proxy share its address
 */
@Validated
@ConfigurationProperties(prefix = "geor1.connections", ignoreUnknownFields = false)
public record ConnectionProperties(
        @DefaultValue("10s") @NotNull Duration headerTimeout,
        @DefaultValue("2m") @NotNull Duration bodyTimeout,
        @DefaultValue("1KB") @NotNull DataSize minBodyRate,

        @DefaultValue("1024") @Min(1) @Max(100_000) int maxPerAddress) {}
