package org.geor1.jobs.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.common.Cursors;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.common.Pages;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.transaction.annotation.Transactional;

/** The append-only stream of each run. */
@Transactional
public class EventStore {

    private final EventRepository events;

    EventStore(EventRepository events) {
        this.events = events;
    }

    /** Appends in order, under the run's row lock. */
    public void append(String runId, List<NewEvent> newEvents) {
        if (newEvents.isEmpty()) {
            return;
        }
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (NewEvent event : newEvents) {
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("type", event.type().wire());
            row.put("step", event.step());
            row.put("payload", event.payload());
            rows.add(row);
        }
        events.lockRun(runId);
        events.append(runId, Json.write(rows));
    }

    /** Up to {@code limit} events of a run with an id above {@code afterId}, oldest first. */
    @Transactional(readOnly = true)
    public List<RunEvent> after(String runId, long afterId, int limit) {
        return events.findByRunIdAndIdGreaterThanOrderById(runId, afterId, Limit.of(limit)).stream()
                .map(EventEntity::toEvent)
                .toList();
    }

    /** Events of one type, newest first. */
    @Transactional(readOnly = true)
    public Page<RunEvent> list(String runId, @Nullable EventType type, int limit, @Nullable String after) {
        Long before = after == null ? null : Cursors.number(after);
        List<EventEntity> rows = events.page(runId, type, before, Limit.of(limit + 1));
        return Pages.of(rows, limit, event -> event.id, EventEntity::toEvent);
    }

    /** The newest id of a run; 0 when it has none. */
    @Transactional(readOnly = true)
    public long lastId(String runId) {
        return events.lastId(runId);
    }
}
