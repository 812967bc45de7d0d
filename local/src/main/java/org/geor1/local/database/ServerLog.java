package org.geor1.local.database;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Finds the line in PostgreSQL's log that says why it did not start. */
final class ServerLog {

    private static final List<String> COMPLAINTS = List.of("FATAL:", "PANIC:", "initdb: error:", "unshare:", "setsid:");

    private ServerLog() {}

    /**
     * @param from where in the log the present start begins; complaints of earlier starts do not count
     * @param fallback used if the log has no complaint
     */
    static String lastComplaint(Path log, long from, Exception fallback) {
        try (FileChannel channel = FileChannel.open(log)) {
            channel.position(from);
            List<String> lines = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = lines.size() - 1; i >= 0; i--) {
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
