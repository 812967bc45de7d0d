package org.geor1.trainer.web;

import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.web.ErrorCode;
import org.geor1.web.InternalApi;
import org.geor1.web.ProblemBodies;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;

/** Weights by hash, for rollout replicas. The store refuses every name that its manifest does not list. */
@InternalApi
@RequestMapping("/internal/v1/artifacts")
public class ArtifactController {

    private final ArtifactStore artifacts;

    ArtifactController(ArtifactStore artifacts) {
        this.artifacts = artifacts;
    }

    @GetMapping("/{sha256}")
    Artifact manifest(@PathVariable String sha256) {
        return artifacts.find(sha256).orElseThrow(() -> new ArtifactException("no such artifact"));
    }

    @GetMapping("/{sha256}/{*path}")
    ResponseEntity<Resource> file(@PathVariable String sha256, @PathVariable String path) {
        String file = path.substring(1);
        long size = manifest(sha256).files().stream()
                .filter(entry -> entry.path().equals(file))
                .mapToLong(Artifact.FileEntry::size)
                .findFirst()
                .orElseThrow(() -> new ArtifactException("no such file"));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(size)
                .body(new InputStreamResource(artifacts.read(sha256, file)));
    }

    @ExceptionHandler
    ProblemDetail missing(ArtifactException problem) {
        return ProblemBodies.of(ErrorCode.NOT_FOUND, "There is no such artifact.");
    }
}
