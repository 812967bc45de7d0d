package org.geor1.gateway.stream;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletResponse;
import org.geor1.gateway.openapi.Problems;
import org.geor1.gateway.problems.Parameters;
import org.geor1.jobs.run.RunStore;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A run as it happens. */
@Tag(name = "runs")
@RestController
class StreamController {
    private final RunStore runs;
    private final EventHub hub;

    StreamController(RunStore runs, EventHub hub) {
        this.runs = runs;
        this.hub = hub;
    }

    @Operation(
            summary = "Stream a run's events",
            description = "Events metric, rollout, alert, state, checkpoint and log. Resumes after the Last-Event-ID"
                    + " header, or on a first connection after the event id in 'after'.")
    @ApiResponse(
            responseCode = "200",
            description = "A sequence of events: the id to resume from, the type as the name, an EventView as the data",
            content = @Content(mediaType = "text/event-stream", schema = @Schema(type = "string")))
    @Problems(ErrorCode.TOO_MANY_REQUESTS)
    @GetMapping(path = "/api/v1/runs/{id}/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter streamEvents(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String after,
            HttpServletResponse response) {
        if (runs.find(id).isEmpty()) {
            throw ApiException.notFound("run", id);
        }
        Long seen = lastEventId != null && !lastEventId.isBlank()
                ? parse("Last-Event-ID", lastEventId)
                : after == null ? null : parse("after", after);
        // Tells nginx and its relatives not to buffer events.
        response.setHeader("X-Accel-Buffering", "no");
        response.setHeader("Cache-Control", "no-store");
        return hub.subscribe(id, seen);
    }

    private static Long parse(String name, String text) {
        try {
            long id = Long.parseLong(text.strip());
            if (id >= 0) {
                return id;
            }
        } catch (NumberFormatException e) {
            // Falls through to the same refusal as a negative number.
        }
        throw Parameters.bad(name, "is no event id", "send the id of the last event seen");
    }
}
