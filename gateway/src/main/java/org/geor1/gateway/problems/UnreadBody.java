package org.geor1.gateway.problems;

import jakarta.servlet.http.HttpServletRequest;
import java.util.function.BooleanSupplier;

/** Whether a request's body has not been read; after a refusal such a connection cannot be reused. */
public final class UnreadBody {
    private static final String ATTRIBUTE = UnreadBody.class.getName();

    private UnreadBody() {}

    public static void mark(HttpServletRequest request, BooleanSupplier unread) {
        request.setAttribute(ATTRIBUTE, unread);
    }

    static boolean in(HttpServletRequest request) {
        return request.getAttribute(ATTRIBUTE) instanceof BooleanSupplier unread && unread.getAsBoolean();
    }
}
