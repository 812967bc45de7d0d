package org.geor1.jobs.outage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether something failed because a disk has no space left, ours or the database's. */
public final class DiskFull {

    /** PostgreSQL's {@code disk_full}. */
    private static final String SQL_STATE = "53100";

    private DiskFull() {}

    /** A file could not be written for lack of space or quota. */
    public static boolean ofFiles(Throwable failure) {
        IOException cause = find(failure, IOException.class);
        String message = cause == null ? "" : String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left on device") || message.contains("disk quota exceeded");
    }

    /** The database could not write for lack of space. */
    public static boolean ofDatabase(Throwable failure) {
        SQLException cause = find(failure, SQLException.class);
        return cause != null && SQL_STATE.equals(cause.getSQLState());
    }

    /** What failed, and the input or output error or the database's that is behind it, if that is not said yet. */
    public static String describe(Throwable failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        Throwable cause = find(failure, IOException.class);
        if (cause == null) {
            cause = find(failure, SQLException.class);
        }
        String reason = cause == null ? null : cause.getMessage();
        return reason == null || message.contains(reason) ? message : message + ": " + reason;
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
