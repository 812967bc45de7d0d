package org.geor1.gazetteer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** The files that this module brings. */
final class Resources {

    private Resources() {}

    /** Gives each row of a table, split at tabs; lines that begin with # are comments. */
    static void rows(String name, Consumer<String[]> row) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(open(name), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.startsWith("#")) {
                    row.accept(line.split("\t", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " in the gazetteer's jar cannot be read", e);
        }
    }

    static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " in the gazetteer's jar cannot be read", e);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream in = Objects.requireNonNull(Resources.class.getResourceAsStream(name), name);
        return name.endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
