package org.geor1.gateway;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.geor1.image.ImageLimits;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The gateway's own settings; an unknown key under {@code geor1.gateway} fails start-up.
 *
 * @param inferenceTimeout how long one geolocation may take
 * @param maxConcurrentInferences geolocations at once; further ones get 429
 * @param maxBody largest JSON body other than an image
 * @param image limits of uploaded photos
 * @param stream settings of the event streams
 */
@Validated
@ConfigurationProperties(prefix = "geor1.gateway", ignoreUnknownFields = false)
public record GatewayProperties(
        @DefaultValue("120s") @NotNull Duration inferenceTimeout,
        @DefaultValue("4") @Min(1) @Max(1024) int maxConcurrentInferences,
        @DefaultValue("1MB") @NotNull DataSize maxBody,
        @DefaultValue @Valid Image image,
        @DefaultValue @Valid Stream stream) {

    /**
     * @param maxBytes largest encoded image
     * @param maxPixels largest width × height, checked from the header before anything is decoded
     * @param minEdge smallest width and height
     */
    public record Image(
            @DefaultValue("10MB") @NotNull DataSize maxBytes,

            @DefaultValue("50000000") @Min(1) @Max(200_000_000)
            long maxPixels,

            @DefaultValue("4") @Min(2) @Max(1024) int minEdge) {

        /** The same, for the decoder. */
        public ImageLimits limits() {
            return new ImageLimits(maxBytes.toBytes(), maxPixels, minEdge);
        }
    }

    /**
     * @param poll how often the shared poller reads new events
     * @param heartbeat how often an idle stream carries a comment, so that proxies keep it open
     * @param maxSubscribers open streams at once; further ones get 429
     * @param queueCapacity events waiting for one slow client before it is dropped to resume later
     */
    public record Stream(
            @DefaultValue("500ms") @NotNull Duration poll,
            @DefaultValue("15s") @NotNull Duration heartbeat,
            @DefaultValue("64") @Min(1) @Max(10_000) int maxSubscribers,
            @DefaultValue("1024") @Min(16) @Max(100_000) int queueCapacity) {}
}
