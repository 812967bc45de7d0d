package org.geor1.gateway;

import java.util.List;
import java.util.function.Function;
import org.geor1.jobs.common.Page;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** A slice of a list; {@code nextCursor} goes back as {@code after} to read on. */
@JsonNaming(SnakeCaseStrategy.class)
public record PageView<T>(
        List<T> data, boolean hasMore, @Nullable String nextCursor) {

    public static <S, T> PageView<T> of(Page<S> page, Function<S, T> view) {
        return new PageView<>(page.data().stream().map(view).toList(), page.hasMore(), page.nextCursor());
    }

    /** A list that is always given whole. */
    public static <T> PageView<T> whole(List<T> data) {
        return new PageView<>(data, false, null);
    }
}
