package org.geor1.gateway.runs;

import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.ServiceClients;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/** The weights of checkpoints: from this process's artifact store where they are there, else passed on from the trainer. */
@Component
class CheckpointFiles {

    private static final Logger log = LoggerFactory.getLogger(CheckpointFiles.class);
    private static final Duration SILENCE = Duration.ofSeconds(60);

    private final ArtifactStore artifacts;
    private final RestClient trainer;

    CheckpointFiles(ArtifactStore artifacts, PlatformProperties platform, ObservationRegistry observations) {
        this.artifacts = artifacts;
        this.trainer = ServiceClients.rest(
                platform.trainerUrl(), platform.internalToken(), Duration.ofSeconds(5), SILENCE, observations);
    }

    /** Each file with its hash. @throws CheckpointRemovedException when retention was faster */
    Artifact manifest(Checkpoint checkpoint) {
        String sha256 = checkpoint.policyArtifact();
        Optional<Artifact> here = artifacts.find(sha256);
        if (here.isPresent()) {
            return here.get();
        }
        return ask(
                checkpoint,
                trainer.get().uri("/internal/v1/artifacts/{sha256}", sha256),
                response -> {
                    Artifact manifest = response.bodyTo(Artifact.class);
                    if (manifest == null) {
                        throw unavailable("an empty answer");
                    }
                    return manifest;
                },
                true);
    }

    /** The bytes of a file that the manifest lists; whoever reads them closes them. */
    InputStream open(Checkpoint checkpoint, Artifact.FileEntry file) {
        String sha256 = checkpoint.policyArtifact();
        if (artifacts.find(sha256).isPresent()) {
            try {
                return artifacts.read(sha256, file.path());
            } catch (ArtifactException e) {
                throw new CheckpointRemovedException(checkpoint.name(), "weights");
            }
        }
        return ask(
                checkpoint,
                trainer.get()
                        .uri(uri -> uri.path("/internal/v1/artifacts")
                                .pathSegment(sha256)
                                .pathSegment(file.path().split("/"))
                                .build()),
                ClientHttpResponse::getBody,
                false);
    }

    private interface Reading<T> {
        T of(RestClient.RequestHeadersSpec.ConvertibleClientHttpResponse response) throws IOException;
    }

    private static <T> T ask(
            Checkpoint checkpoint, RestClient.RequestHeadersSpec<?> request, Reading<T> reading, boolean close) {
        try {
            return request.exchange(
                    (sent, response) -> {
                        if (response.getStatusCode().value() == 404) {
                            response.close();
                            throw new CheckpointRemovedException(checkpoint.name(), "weights");
                        }
                        if (!response.getStatusCode().is2xxSuccessful()) {
                            response.close();
                            throw unavailable(
                                    "status " + response.getStatusCode().value());
                        }
                        return reading.of(response);
                    },
                    close);
        } catch (RestClientException e) {
            throw unavailable(e.toString());
        }
    }

    private static ApiException unavailable(String cause) {
        log.warn("The trainer gave no weights; the caller got a 503 and may retry: {}", cause);
        return new ApiException(
                ErrorCode.TRAINER_UNAVAILABLE, "The trainer, which holds the weights, does not answer; try again.");
    }
}
