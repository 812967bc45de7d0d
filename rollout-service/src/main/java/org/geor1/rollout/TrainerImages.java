package org.geor1.rollout;

import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.image.ImageCache;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.web.ImageApi;
import org.geor1.web.ServiceClients;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The trainer's pictures over REST. */
final class TrainerImages implements ImageCache.Origin {

    private static final int NOT_FOUND = 404;

    private final RestClient trainer;

    TrainerImages(PlatformProperties platform, Duration patience, ObservationRegistry observations) {
        this.trainer =
                ServiceClients.rest(platform.trainerUrl(), platform.internalToken(), patience, patience, observations);
    }

    @Override
    public InputStream open(String sha256) throws IOException {
        try {
            Resource body = trainer.get()
                    .uri(ImageApi.PATH + "/{sha256}", sha256)
                    .exchange(
                            (request, response) -> {
                                int status = response.getStatusCode().value();
                                if (status == NOT_FOUND) {
                                    response.close();
                                    throw new NoSuchImageException(sha256);
                                }
                                if (status != 200) {
                                    response.close();
                                    throw new IOException("the trainer answered with status " + status);
                                }
                                return new InputStreamResource(response.getBody());
                            },
                            false);
            return body.getInputStream();
        } catch (RestClientException e) {
            throw new IOException("the trainer does not answer: " + e.getMessage(), e);
        }
    }
}
