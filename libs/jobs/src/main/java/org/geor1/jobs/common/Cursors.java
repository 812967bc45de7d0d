package org.geor1.jobs.common;

import java.util.List;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;

/** Page cursors that are numbers. */
public final class Cursors {

    private Cursors() {}

    public static long number(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new InvalidRequestException(List.of(new FieldError("after", "is not a cursor of this list")));
        }
    }
}
