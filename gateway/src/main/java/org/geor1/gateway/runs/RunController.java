package org.geor1.gateway.runs;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Map;
import org.geor1.gateway.OneOf;
import org.geor1.gateway.PageView;
import org.geor1.gateway.openapi.Problems;
import org.geor1.gateway.problems.Parameters;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.Waiting;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs: submit, list, read, steer. */
@Tag(name = "runs")
@RestController
@RequestMapping("/api/v1/runs")
class RunController {
    private static final String RUN_EXAMPLE = """
            {"model":"nano-base","seed":7,"method":{"type":"grpo","grpo":{"max_steps":100}}}""";

    private final RunSubmission submission;
    private final RunStore runs;
    private final CheckpointStore checkpoints;
    private final CheckpointViews views;
    private final EventStore events;
    private final MetricStore metrics;
    private final JsonMapper json;

    RunController(
            RunSubmission submission,
            RunStore runs,
            CheckpointStore checkpoints,
            CheckpointViews views,
            EventStore events,
            MetricStore metrics,
            JsonMapper json) {
        this.submission = submission;
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.views = views;
        this.events = events;
        this.metrics = metrics;
        this.json = json;
    }

    @Operation(summary = "Submit a run; with an Idempotency-Key, at most once")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(ref = "#/components/schemas/RunRequest"),
                            examples = @ExampleObject(RUN_EXAMPLE)))
    @ApiResponse(responseCode = "201", description = "The run, queued", useReturnTypeSchema = true)
    @Problems({
        ErrorCode.UNKNOWN_MODEL,
        ErrorCode.UNKNOWN_DATASET,
        ErrorCode.CHECKPOINT_REMOVED,
        ErrorCode.IDEMPOTENCY_KEY_REUSED
    })
    @PostMapping
    ResponseEntity<RunView> createRun(
            @RequestBody JsonNode body,
            @Parameter(schema = @Schema(type = "string", pattern = "^" + RunSubmission.KEY_FORM + "$"))
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return created(submission.submit(body, idempotencyKey));
    }

    @Operation(summary = "Start a run from a checkpoint of this one, with a merge patch on its specification")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            content =
                    @Content(
                            mediaType = "application/json",
                            schema = @Schema(ref = "#/components/schemas/ForkRequest")))
    @ApiResponse(responseCode = "201", description = "The run, queued", useReturnTypeSchema = true)
    @Problems({
        ErrorCode.UNKNOWN_MODEL,
        ErrorCode.UNKNOWN_DATASET,
        ErrorCode.CHECKPOINT_REMOVED,
        ErrorCode.IDEMPOTENCY_KEY_REUSED
    })
    @PostMapping("/{id}/fork")
    ResponseEntity<RunView> forkRun(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable JsonNode body,
            @Parameter(schema = @Schema(type = "string", pattern = "^" + RunSubmission.KEY_FORM + "$"))
                    @RequestHeader(name = "Idempotency-Key", required = false)
                    @Nullable
                    String idempotencyKey) {
        return created(submission.fork(require(id), body == null ? json.createObjectNode() : body, idempotencyKey));
    }

    private ResponseEntity<RunView> created(RunSubmission.Submitted submitted) {
        ResponseEntity.BodyBuilder response = ResponseEntity.created(
                URI.create("/api/v1/runs/" + submitted.run().id()));
        if (submitted.replayed()) {
            response.header("Idempotency-Replayed", "true");
        }
        return response.body(RunView.of(submitted.run(), runs.queue()));
    }

    @Operation(summary = "List runs, newest first")
    @GetMapping
    PageView<RunView> listRuns(
            @RequestParam(required = false) @Nullable String experiment,
            @RequestParam(required = false) @OneOf(RunState.class) @Nullable String state,
            @RequestParam(defaultValue = "50") @Min(1) @Max(200) int limit,
            @RequestParam(required = false) @Nullable String after) {
        RunState wanted = Parameters.choice("state", state, RunState.class);
        Map<String, Waiting> queue = runs.queue();
        return PageView.of(runs.list(experiment, wanted, limit, after), run -> RunView.of(run, queue));
    }

    @Operation(summary = "Redirect to the newest run")
    @ApiResponse(responseCode = "307", description = "Where it is", content = @Content)
    @Problems(ErrorCode.NOT_FOUND)
    @GetMapping("/latest")
    ResponseEntity<Void> readLatestRun() {
        Run run = runs.latest().orElseThrow(() -> ApiException.notFound("run", "latest"));
        return ResponseEntity.status(HttpStatus.TEMPORARY_REDIRECT)
                .location(URI.create("/api/v1/runs/" + run.id()))
                .build();
    }

    @Operation(summary = "Read a run, with the newest value of each metric")
    @GetMapping("/{id}")
    RunView readRun(@PathVariable String id) {
        return RunView.of(require(id), runs.queue(), metrics.latest(id));
    }

    @Operation(summary = "Cancel a run")
    @Problems(ErrorCode.ILLEGAL_STATE)
    @PostMapping("/{id}/cancel")
    RunView cancelRun(@PathVariable String id) {
        require(id);
        return RunView.of(runs.cancel(id), runs.queue());
    }

    @Operation(summary = "Pause a run after its current step")
    @Problems(ErrorCode.ILLEGAL_STATE)
    @PostMapping("/{id}/pause")
    RunView pauseRun(@PathVariable String id) {
        require(id);
        return RunView.of(runs.pause(id), runs.queue());
    }

    @Operation(summary = "Resume a paused run")
    @Problems(ErrorCode.ILLEGAL_STATE)
    @PostMapping("/{id}/resume")
    RunView resumeRun(@PathVariable String id) {
        require(id);
        return RunView.of(runs.resume(id), runs.queue());
    }

    @Operation(summary = "Events of a run, newest first")
    @GetMapping("/{id}/events")
    PageView<EventView> listEvents(
            @PathVariable String id,
            @RequestParam(required = false) @OneOf(EventType.class) @Nullable String type,
            @RequestParam(defaultValue = "50") @Min(1) @Max(500) int limit,
            @RequestParam(required = false) @Nullable String after) {
        require(id);
        EventType wanted = Parameters.choice("type", type, EventType.class);
        return PageView.of(events.list(id, wanted, limit, after), event -> EventView.of(event, json));
    }

    @Operation(summary = "Checkpoints of a run, newest first")
    @GetMapping("/{id}/checkpoints")
    PageView<CheckpointView> listCheckpoints(@PathVariable String id) {
        require(id);
        return PageView.whole(views.of(checkpoints.list(id)));
    }

    private Run require(String id) {
        return runs.find(id).orElseThrow(() -> ApiException.notFound("run", id));
    }
}
