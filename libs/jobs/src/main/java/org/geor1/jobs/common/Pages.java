package org.geor1.jobs.common;

import java.util.List;
import java.util.function.Function;

/** Turns {@code limit + 1} rows into a page: the surplus row only says that there is more. */
public final class Pages {

    private Pages() {}

    public static <E, T> Page<T> of(List<E> rows, int limit, Function<E, Object> key, Function<E, T> mapper) {
        boolean more = rows.size() > limit;
        List<E> kept = more ? rows.subList(0, limit) : rows;
        return new Page<>(
                kept.stream().map(mapper).toList(), more ? String.valueOf(key.apply(kept.get(limit - 1))) : null);
    }
}
