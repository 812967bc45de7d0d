package org.geor1.data.file;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.geor1.data.FaultException;
import org.jspecify.annotations.Nullable;

/** Lines of a UTF-8 file. What is wrong with one, its length or an encoding that is not UTF-8, leaves the next ones readable. */
public final class Utf8Lines implements Closeable {

    /** A row with its pictures in Base64 may be this long. */
    public static final int MAX_LINE_BYTES = 64 << 20;

    private static final int BUFFER = 1 << 16;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final InputStream in;
    private final int maxBytes;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long number;

    public Utf8Lines(Path file) throws IOException {
        this(file, MAX_LINE_BYTES);
    }

    Utf8Lines(Path file, int maxBytes) throws IOException {
        this.in = Files.newInputStream(file);
        this.maxBytes = maxBytes;
    }

    /** A line without its end. */
    public static final class Line {
        private final long number;
        private final byte[] bytes;
        private final boolean tooLong;

        private Line(long number, byte[] bytes, boolean tooLong) {
            this.number = number;
            this.bytes = bytes;
            this.tooLong = tooLong;
        }

        /** Counted from 1. */
        public long number() {
            return number;
        }

        /** @throws FaultException if it is too long or not UTF-8 */
        public String text() throws FaultException {
            if (tooLong) {
                throw new FaultException("is a line of more than " + bytes.length + " bytes");
            }
            String text = Utf8.decode(bytes);
            return number == 1 && text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        }
    }

    /** The next line, or null at the end of the file. */
    public @Nullable Line next() throws IOException {
        if (at == end && !fill()) {
            return null;
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean tooLong = false;
        boolean ended = false;
        while (!ended && (at < end || fill())) {
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            int room = maxBytes - line.size();
            tooLong |= at - from > room;
            line.write(buffer, from, Math.min(at - from, room));
            ended = at < end;
            at += ended ? 1 : 0;
        }
        return new Line(number, withoutReturn(line.toByteArray()), tooLong);
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean windows = line.length > 0 && line[line.length - 1] == '\r';
        return windows ? Arrays.copyOf(line, line.length - 1) : line;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, in.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
