package org.geor1.rollout;

import java.nio.file.Path;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.web.ServiceClients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.web.client.RestClient;

/**
 * Weights by hash: from this process's artifact store, or else from the trainer's over REST. Fetched files are checked
 * against their manifest before they are used, and kept.
 */
final class PolicyWeights {

    private static final Logger log = LoggerFactory.getLogger(PolicyWeights.class);

    private final ArtifactStore artifacts;
    private final RestClient trainer;

    PolicyWeights(ArtifactStore artifacts, PlatformProperties platform, RolloutProperties properties) {
        this.artifacts = artifacts;
        this.trainer = ServiceClients.rest(
                platform.trainerUrl(), platform.internalToken(), properties.fetchTimeout(), properties.fetchTimeout());
    }

    /** The checked directory of the weights. */
    Path directory(String sha256) {
        if (artifacts.find(sha256).isEmpty()) {
            fetch(sha256);
        }
        return artifacts.open(sha256);
    }

    private void fetch(String sha256) {
        log.info("Fetching weights {} from the trainer", sha256);
        Artifact manifest = trainer.get()
                .uri("/internal/v1/artifacts/{sha256}", sha256)
                .retrieve()
                .body(Artifact.class);
        if (manifest == null || !manifest.sha256().equals(sha256)) {
            throw new ArtifactException("the trainer answered with another artifact than " + sha256);
        }
        artifacts.receive(manifest, file -> {
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
        });
    }
}
