package org.geor1.teacher.patience;

import java.util.EnumMap;
import java.util.Map;
import org.geor1.teacher.ask.TeacherException;

/** Counts what was sent and how it failed. Safe for threads. */
public final class Attempts {

    private final Map<TeacherException.Kind, Long> failures = new EnumMap<>(TeacherException.Kind.class);
    private long sent;

    public synchronized void sent() {
        sent++;
    }

    public synchronized void failed(TeacherException.Kind kind) {
        failures.merge(kind, 1L, Long::sum);
    }

    public synchronized long count() {
        return sent;
    }

    public synchronized Map<TeacherException.Kind, Long> failures() {
        return new EnumMap<>(failures);
    }
}
