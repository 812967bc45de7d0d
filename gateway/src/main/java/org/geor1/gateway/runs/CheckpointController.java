package org.geor1.gateway.runs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;
import org.geor1.gateway.openapi.Problems;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One checkpoint, by its id or by a name such as {@code run_x@latest}: read it, keep it, take its files. */
@Tag(name = "checkpoints")
@RestController
@RequestMapping("/api/v1/checkpoints/{id}")
class CheckpointController {

    private final CheckpointStore checkpoints;
    private final ModelCatalog models;
    private final CheckpointFiles files;
    private final CheckpointViews views;

    CheckpointController(
            CheckpointStore checkpoints, ModelCatalog models, CheckpointFiles files, CheckpointViews views) {
        this.checkpoints = checkpoints;
        this.models = models;
        this.files = files;
        this.views = views;
    }

    @Operation(summary = "Read a checkpoint")
    @GetMapping
    CheckpointView readCheckpoint(@PathVariable String id) {
        return views.of(require(id));
    }

    @Operation(summary = "Promote a checkpoint: retention never removes it. Promoting it again changes nothing")
    @Problems(ErrorCode.CHECKPOINT_REMOVED)
    @PostMapping("/promote")
    CheckpointView promoteCheckpoint(@PathVariable String id) {
        return views.of(checkpoints.promote(require(id).id()));
    }

    @Operation(summary = "The files of its weights in Hugging Face layout, with the hash of each")
    @Problems({ErrorCode.CHECKPOINT_REMOVED, ErrorCode.TRAINER_UNAVAILABLE})
    @GetMapping("/files")
    Artifact listFiles(@PathVariable String id) {
        return files.manifest(withWeights(id));
    }

    @Operation(summary = "One of these files")
    @ApiResponse(
            responseCode = "200",
            description = "The bytes of the file",
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(type = "string", format = "binary")))
    @Problems({ErrorCode.CHECKPOINT_REMOVED, ErrorCode.TRAINER_UNAVAILABLE})
    @GetMapping("/files/{*path}")
    ResponseEntity<Resource> readFile(@PathVariable String id, @PathVariable String path) {
        String file = path.substring(1);
        Checkpoint checkpoint = withWeights(id);
        Artifact.FileEntry entry = files.manifest(checkpoint).files().stream()
                .filter(candidate -> candidate.path().equals(file))
                .findFirst()
                .orElseThrow(() -> ApiException.notFound("file", file));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .contentLength(entry.size())
                .header("X-Content-SHA256", entry.sha256())
                .body(new InputStreamResource(files.open(checkpoint, entry)));
    }

    private Checkpoint withWeights(String id) {
        Checkpoint checkpoint = require(id);
        if (!checkpoint.hasWeights()) {
            throw new CheckpointRemovedException(checkpoint.name(), "weights");
        }
        return checkpoint;
    }

    private Checkpoint require(String id) {
        return checkpoints
                .find(id)
                .or(() -> models.find(id).map(ModelCatalog.Model::checkpoint).flatMap(checkpoints::find))
                .or(() -> ofStep(id))
                .orElseThrow(() -> unknown(id));
    }

    /** One without weights is no longer a model, but still a checkpoint. */
    private Optional<Checkpoint> ofStep(String name) {
        int at = name.indexOf("@step-");
        return at < 0
                ? Optional.empty()
                : checkpoints.list(name.substring(0, at)).stream()
                        .filter(checkpoint -> name.equals(checkpoint.name()))
                        .findFirst();
    }

    private static ApiException unknown(String id) {
        int at = id.indexOf('@');
        return new ApiException(
                ErrorCode.NOT_FOUND,
                "There is no checkpoint '" + id + "'; "
                        + (at > 0
                                ? "GET /api/v1/runs/" + id.substring(0, at) + "/checkpoints lists those of the run."
                                : "a checkpoint is named run_x@latest or run_x@step-100, or by its id."));
    }
}
