package org.geor1.local.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds in PostgreSQL's log the one line that tells why it did not start. */
final class ServerLog {

    private static final List<String> COMPLAINTS = List.of("FATAL:", "PANIC:", "initdb: error:", "pg_ctl:");

    private ServerLog() {}

    static String lastComplaint(Path log, Exception fallback) {
        try {
            List<String> lines =
                    Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
            for (int i = lines.size() - 1; i >= Math.max(0, lines.size() - 50); i--) {
                for (String marker : COMPLAINTS) {
                    int at = lines.get(i).indexOf(marker);
                    if (at >= 0) {
                        return lines.get(i).substring(at).strip();
                    }
                }
            }
        } catch (IOException noLog) {
            fallback.addSuppressed(noLog);
        }
        return String.valueOf(fallback.getMessage());
    }
}
