package org.geor1.jobs.postgres;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.EventStore;
import org.geor1.jobs.EventType;
import org.geor1.jobs.NewEvent;
import org.geor1.jobs.Page;
import org.geor1.jobs.RunEvent;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

@Component
@Transactional
class PostgresEventStore implements EventStore {

    private final EventRepository events;

    PostgresEventStore(EventRepository events) {
        this.events = events;
    }

    @Override
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

    @Override
    @Transactional(readOnly = true)
    public List<RunEvent> after(String runId, long afterId, int limit) {
        return events.findByRunIdAndIdGreaterThanOrderById(runId, afterId, Limit.of(limit)).stream()
                .map(EventEntity::toEvent)
                .toList();
    }

    @Override
    @Transactional(readOnly = true)
    public Page<RunEvent> list(String runId, @Nullable EventType type, int limit, @Nullable String after) {
        Long before = after == null ? null : Cursors.number(after);
        List<EventEntity> rows = events.page(runId, type == null ? null : type.wire(), before, Limit.of(limit + 1));
        return Pages.of(rows, limit, event -> event.id, EventEntity::toEvent);
    }

    @Override
    @Transactional(readOnly = true)
    public long lastId(String runId) {
        return events.lastId(runId);
    }
}
