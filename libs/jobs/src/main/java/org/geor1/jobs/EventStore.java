package org.geor1.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The append-only stream of each run. */
public interface EventStore {

    /** Appends in order, under the run's row lock. */
    void append(String runId, List<NewEvent> events);

    /** Up to {@code limit} events of a run with an id above {@code afterId}, oldest first. */
    List<RunEvent> after(String runId, long afterId, int limit);

    /** Events of one type, newest first. */
    Page<RunEvent> list(String runId, @Nullable EventType type, int limit, @Nullable String after);

    /** The newest id of a run; 0 when it has none. */
    long lastId(String runId);
}
