package org.geor1.gateway.dataset;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.ImageApi;
import org.geor1.web.ServiceClients;
import org.geor1.web.ServiceRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** Pictures of datasets: from this process's store where they are there, else from the trainer, which keeps them all. */
@Component
class StoredPictures {

    private static final Logger log = LoggerFactory.getLogger(StoredPictures.class);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /** What the trainer says about a picture that a caller sent, as it is. */
    private static final List<ErrorCode> CALLERS = List.of(ErrorCode.INVALID_IMAGE, ErrorCode.DISK_FULL);

    private final ImageStore here;
    private final RestClient trainer;

    StoredPictures(ImageStore here, PlatformProperties platform, ObservationRegistry observations) {
        this.here = here;
        this.trainer = ServiceClients.rest(
                platform.trainerUrl(), platform.internalToken(), Duration.ofSeconds(5), SILENCE, observations);
    }

    /** @throws NoSuchImageException if the trainer has no such picture */
    byte[] read(String sha256) {
        try {
            return here.fetch(sha256);
        } catch (NoSuchImageException elsewhere) {
            return fetch(sha256);
        }
    }

    private byte[] fetch(String sha256) {
        try {
            byte[] bytes = trainer.get()
                    .uri(ImageApi.PATH + "/{sha256}", sha256)
                    .retrieve()
                    .body(byte[].class);
            if (bytes == null) {
                throw unavailable("an empty answer");
            }
            return bytes;
        } catch (ServiceRefusal e) {
            if (e.code() == ErrorCode.NOT_FOUND) {
                throw new NoSuchImageException(sha256);
            }
            throw unavailable(e.toString());
        } catch (RestClientException e) {
            throw unavailable(e.toString());
        }
    }

    /** @return the hash under which it is stored: another one than the given if it had metadata */
    String write(String sha256, byte[] file) {
        try {
            ImageApi.Stored stored = trainer.put()
                    .uri(ImageApi.PATH + "/{sha256}", sha256)
                    .contentType(MediaType.APPLICATION_OCTET_STREAM)
                    .body(file)
                    .retrieve()
                    .body(ImageApi.Stored.class);
            if (stored == null) {
                throw unavailable("an empty answer");
            }
            return stored.sha256();
        } catch (ServiceRefusal e) {
            if (CALLERS.contains(e.code())) {
                throw new ApiException(e.code(), e.detail(), e.errors());
            }
            throw unavailable(e.toString());
        } catch (RestClientException e) {
            throw unavailable(e.toString());
        }
    }

    private static ApiException unavailable(String cause) {
        log.warn("The trainer failed with a picture; the caller got a 503 and may retry: {}", cause);
        return new ApiException(
                ErrorCode.TRAINER_UNAVAILABLE, "The trainer, which keeps the pictures, does not answer; try again.");
    }
}
