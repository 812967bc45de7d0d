package org.geor1.gateway.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.geor1.gateway.openapi.Problems;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.Images;
import org.geor1.protocol.dataset.ImageHashesRequest;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Pictures on their way into a dataset that is importing. */
@Tag(name = "datasets")
@RestController
@RequestMapping("/api/v1/datasets/{name}/images")
class DatasetImageController {

    private final DatasetStore datasets;
    private final ImageRegister register;
    private final StoredPictures pictures;

    DatasetImageController(DatasetStore datasets, ImageRegister register, StoredPictures pictures) {
        this.datasets = datasets;
        this.register = register;
        this.pictures = pictures;
    }

    record MissingImages(List<String> missing) {}

    /** @param sha256 of the file that was stored */
    record CleanedImage(String sha256) {}

    @Operation(summary = "Which of these pictures the platform does not have yet")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ImageHashesRequest.class)))
    @Problems({ErrorCode.UNKNOWN_DATASET, ErrorCode.ILLEGAL_STATE})
    @PostMapping("/missing")
    MissingImages findMissingImages(@PathVariable String name, @RequestBody JsonNode body) {
        ImageHashesRequest asked = ImageHashesRequest.read(body);
        requireImporting(name);
        return new MissingImages(register.missing(asked.sha256()));
    }

    @Operation(
            summary = "Store a picture under the SHA-256 of its file",
            description =
                    "JPEG, PNG, TIFF or GIF, at most 20 MiB. Metadata such as a photo's position is not kept: the file is"
                            + " then stored without it, under the hash that the answer gives.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
                            schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "204", description = "It is stored, or was already", content = @Content)
    @ApiResponse(
            responseCode = "200",
            description = "It is stored without its metadata, under this hash",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = CleanedImage.class)))
    @Problems({
        ErrorCode.UNKNOWN_DATASET,
        ErrorCode.ILLEGAL_STATE,
        ErrorCode.INVALID_IMAGE,
        ErrorCode.TOO_MANY_REQUESTS,
        ErrorCode.TRAINER_UNAVAILABLE,
        ErrorCode.DISK_FULL
    })
    @PutMapping(path = "/{sha256}", consumes = MediaType.APPLICATION_OCTET_STREAM_VALUE)
    ResponseEntity<CleanedImage> storeImage(
            @PathVariable String name, @PathVariable String sha256, @RequestBody byte[] file) {
        if (!Images.HASH.matcher(sha256).matches()) {
            throw ApiException.notFound("image", sha256);
        }
        requireImporting(name);
        String stored = pictures.write(sha256, file);
        return stored.equals(sha256) ? ResponseEntity.noContent().build() : ResponseEntity.ok(new CleanedImage(stored));
    }

    private void requireImporting(String name) {
        if (datasets.find(name).orElseThrow(() -> Datasets.unknown(name)).isReady()) {
            throw new ApiException(
                    ErrorCode.ILLEGAL_STATE, "The dataset '" + name + "' is published and never changes.");
        }
    }
}
