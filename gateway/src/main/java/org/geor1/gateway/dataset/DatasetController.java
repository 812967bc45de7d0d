package org.geor1.gateway.dataset;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.geor1.gateway.PageView;
import org.geor1.gateway.openapi.Problems;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.dataset.DatasetRequest;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Datasets: create one, publish it, list, read, delete. */
@Tag(name = "datasets")
@RestController
@RequestMapping("/api/v1/datasets")
class DatasetController {

    private static final int SHOWN_RUNS = 100;

    private final DatasetStore store;

    DatasetController(DatasetStore store) {
        this.store = store;
    }

    @Operation(summary = "Create a dataset, to which samples can be appended until it is published")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = DatasetRequest.class)))
    @ApiResponse(responseCode = "201", description = "The dataset, importing", useReturnTypeSchema = true)
    @Problems(ErrorCode.ILLEGAL_STATE)
    @PostMapping
    ResponseEntity<DatasetView> createDataset(@RequestBody JsonNode body) {
        DatasetRequest request = DatasetRequest.read(body);
        if (request.name().equals(Datasets.BUILT_IN)) {
            throw new InvalidRequestException(
                    List.of(new FieldError("name", "is that of the built-in dataset; choose another")));
        }
        Dataset created = store.create(request.name(), request.description(), request.licence());
        return ResponseEntity.created(URI.create("/api/v1/datasets/" + created.name()))
                .body(DatasetView.of(created, List.of()));
    }

    @Operation(summary = "List datasets: the built-in one, then the imported ones by name")
    @GetMapping
    PageView<DatasetView> listDatasets(
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String after) {
        Page<Dataset> page = store.list(limit, after);
        List<DatasetView> shown = new ArrayList<>();
        if (after == null) {
            shown.add(DatasetView.BUILT_IN);
        }
        page.data().forEach(dataset -> shown.add(DatasetView.of(dataset, null)));
        return new PageView<>(shown, page.hasMore(), page.nextCursor());
    }

    @Operation(summary = "Read a dataset, with its statistics and the runs that used it")
    @Problems(ErrorCode.UNKNOWN_DATASET)
    @GetMapping("/{name}")
    DatasetView readDataset(@PathVariable String name) {
        if (name.equals(Datasets.BUILT_IN)) {
            return DatasetView.BUILT_IN;
        }
        return view(store.find(name).orElseThrow(() -> Datasets.unknown(name)));
    }

    @Operation(
            summary = "Publish a dataset",
            description =
                    "Its samples are read through, counted and hashed; from then on it never changes, and runs may name"
                            + " it. Publishing it again changes nothing.")
    @Problems({ErrorCode.UNKNOWN_DATASET, ErrorCode.ILLEGAL_STATE})
    @PostMapping("/{name}/publish")
    DatasetView publishDataset(@PathVariable String name) {
        return view(store.publish(name));
    }

    @Operation(summary = "Delete a dataset that no unfinished run uses")
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @Problems({ErrorCode.UNKNOWN_DATASET, ErrorCode.ILLEGAL_STATE})
    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void deleteDataset(@PathVariable String name) {
        store.delete(name);
    }

    private DatasetView view(Dataset dataset) {
        return DatasetView.of(dataset, store.users(dataset, SHOWN_RUNS));
    }
}
