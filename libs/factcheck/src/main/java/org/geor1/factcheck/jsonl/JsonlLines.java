package org.geor1.factcheck.jsonl;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a file, one at a time, none longer than a limit. */
final class JsonlLines implements AutoCloseable {
    static final int MOST_BYTES = 4 << 20;

    private final InputStream in;
    private long number;
    private long bytes;

    /**
     * A line.
     *
     * @param text without its line feed; null if it has a fault
     * @param fault what is wrong with it and how to mend that, or null
     */
    record Line(
            long number, @Nullable String text, @Nullable String fault) {}

    JsonlLines(Path file) throws IOException {
        in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    }

    /** The next line, or null at the end. */
    @Nullable
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        long length = 0;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (length++ < MOST_BYTES) {
                line.write(next);
            }
        }
        bytes += length + 1;
        number++;
        if (length > MOST_BYTES) {
            return new Line(
                    number, null, "longer than " + (MOST_BYTES >> 20) + " MiB. Keep images in files of their own");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line.toByteArray()))
                    .toString();
            return new Line(number, text, null);
        } catch (CharacterCodingException e) {
            return new Line(number, null, "not UTF-8. Convert the file, such as with iconv");
        }
    }

    /** How many bytes were read so far. */
    long bytes() {
        return bytes;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
