package org.geor1.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a dataset, read as they are asked for. Not safe for threads.
 *
 * @see #advance for implementations
 */
public abstract class Rows implements Iterator<Row>, Closeable {

    private @Nullable Row ahead;
    private boolean ended;

    /** The next row, or null after the last one. Called no more after that. */
    protected abstract @Nullable Row advance() throws IOException;

    /** @throws UncheckedIOException if the machine fails, not the dataset */
    @Override
    public final boolean hasNext() {
        if (ahead == null && !ended) {
            try {
                ahead = advance();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            ended = ahead == null;
        }
        return ahead != null;
    }

    @Override
    public final Row next() {
        if (!hasNext() || ahead == null) {
            throw new NoSuchElementException();
        }
        Row row = ahead;
        ahead = null;
        return row;
    }

    @Override
    public void close() throws IOException {
        // Most rows hold nothing open.
    }
}
