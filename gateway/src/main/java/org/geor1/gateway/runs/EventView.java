package org.geor1.gateway.runs;

import java.time.Instant;
import org.geor1.gateway.OneOf;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.RunEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An event as listed and as streamed; {@code id} is text because JavaScript rounds large numbers. */
public record EventView(
        String id,
        @OneOf(EventType.class) String type,
        @Nullable Long step,
        JsonNode data,
        Instant at) {

    public static EventView of(RunEvent event, JsonMapper json) {
        return new EventView(
                Long.toString(event.id()),
                event.type().wire(),
                event.step(),
                json.readTree(event.payloadJson()),
                event.at());
    }
}
