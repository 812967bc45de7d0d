package org.geor1.rollout;

import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.transport.FilesByHash;
import org.geor1.web.ServiceClients;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.web.client.RestClient;

/** The trainer's artifact store over REST. */
final class TrainerStore implements FilesByHash.Origin {

    private final RestClient trainer;

    TrainerStore(PlatformProperties platform, RolloutProperties properties, ObservationRegistry observations) {
        this.trainer = ServiceClients.rest(
                platform.trainerUrl(),
                platform.internalToken(),
                properties.fetchTimeout(),
                properties.fetchTimeout(),
                observations);
    }

    @Override
    public Artifact manifest(String sha256) {
        Artifact manifest = trainer.get()
                .uri("/internal/v1/artifacts/{sha256}", sha256)
                .retrieve()
                .body(Artifact.class);
        if (manifest == null) {
            throw new ArtifactException("the trainer's answer about artifact " + sha256 + " is empty");
        }
        return manifest;
    }

    @Override
    public InputStream open(String sha256, String file) throws IOException {
        Resource body = trainer.get()
                .uri(uri -> uri.path("/internal/v1/artifacts")
                        .pathSegment(sha256)
                        .pathSegment(file.split("/"))
                        .build())
                .exchange(
                        (request, response) -> {
                            if (!response.getStatusCode().is2xxSuccessful()) {
                                response.close();
                                throw new ArtifactException("the trainer has no file " + file + " of " + sha256);
                            }
                            return new InputStreamResource(response.getBody());
                        },
                        false);
        return body.getInputStream();
    }
}
