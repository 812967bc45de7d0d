package org.geor1.jobs.common;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A slice of a list in keyset order. {@code nextCursor} continues it, and is absent at the end. */
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    public Page {
        data = List.copyOf(data);
    }

    public boolean hasMore() {
        return nextCursor != null;
    }
}
