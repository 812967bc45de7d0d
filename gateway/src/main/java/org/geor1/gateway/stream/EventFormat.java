package org.geor1.gateway.stream;

import java.nio.charset.StandardCharsets;
import org.geor1.gateway.runs.EventView;
import org.geor1.jobs.event.RunEvent;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event of the table as a server-sent event: the id to resume from, the type as the name, one line of JSON as the
 * data.
 */
@Component
class EventFormat {
    /** Names the charset, because Spring's text converter would otherwise write Latin-1. */
    private static final MediaType JSON_TEXT = new MediaType("text", "plain", StandardCharsets.UTF_8);

    private final JsonMapper json;

    EventFormat(JsonMapper json) {
        this.json = json;
    }

    SseEmitter.SseEventBuilder event(RunEvent event) {
        return SseEmitter.event()
                .id(Long.toString(event.id()))
                .name(event.type().wire())
                .data(json.writeValueAsString(EventView.of(event, json)), JSON_TEXT);
    }

    static SseEmitter.SseEventBuilder heartbeat() {
        return SseEmitter.event().comment("heartbeat");
    }
}
