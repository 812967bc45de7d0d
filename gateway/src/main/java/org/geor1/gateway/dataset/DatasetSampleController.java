package org.geor1.gateway.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.geor1.gateway.PageView;
import org.geor1.gateway.openapi.Problems;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.dataset.StoredSample;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The samples of imported datasets. */
@Tag(name = "datasets")
@RestController
@RequestMapping("/api/v1/datasets/{name}/samples")
class DatasetSampleController {

    private final DatasetStore store;

    DatasetSampleController(DatasetStore store) {
        this.store = store;
    }

    /** @param position from 0, in the order of the dataset */
    record StoredSampleView(long position, DatasetSample sample) {
        static StoredSampleView of(StoredSample stored) {
            return new StoredSampleView(stored.position(), stored.sample());
        }
    }

    @Operation(
            summary = "Append samples to a dataset that is not published, all or none",
            description = "At most " + SampleBatch.MAX_SAMPLES + ", whose pictures are stored. A batch that was already"
                    + " taken is refused by its position.")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = SampleBatch.class)))
    @Problems({ErrorCode.UNKNOWN_DATASET, ErrorCode.ILLEGAL_STATE})
    @PostMapping
    DatasetView appendSamples(@PathVariable String name, @RequestBody JsonNode body) {
        return DatasetView.of(store.append(name, SampleBatch.read(body)), null);
    }

    @Operation(summary = "Samples in the order of the dataset, or of one of its splits")
    @Problems(ErrorCode.UNKNOWN_DATASET)
    @GetMapping
    PageView<StoredSampleView> listStoredSamples(
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String split,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String after) {
        return PageView.of(store.samples(name, split, limit, after), StoredSampleView::of);
    }
}
