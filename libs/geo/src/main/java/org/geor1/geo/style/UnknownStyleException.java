package org.geor1.geo.style;

import java.util.List;

/** There is no prompt style of that name. The message lists those there are. */
public final class UnknownStyleException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnknownStyleException(String name, List<String> known) {
        super("there is no prompt style '" + name + "'; known are " + String.join(", ", known));
    }
}
