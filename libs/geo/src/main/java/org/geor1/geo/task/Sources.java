package org.geor1.geo.task;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sources by the names that runs give as their dataset. */
public final class Sources {

    private final Map<String, SourceTasks> byName = new LinkedHashMap<>();

    /** @throws IllegalArgumentException if two have the same name */
    public Sources(List<SourceTasks> sources) {
        for (SourceTasks source : sources) {
            if (byName.putIfAbsent(source.source().name(), source) != null) {
                throw new IllegalArgumentException(
                        "two sources are named " + source.source().name());
            }
        }
    }

    /** @throws IllegalArgumentException if there is none of that name; the message lists those there are */
    public SourceTasks require(String dataset) {
        SourceTasks source = byName.get(dataset);
        if (source == null) {
            throw new IllegalArgumentException("There is no dataset '" + dataset + "'; known are " + byName.keySet());
        }
        return source;
    }
}
