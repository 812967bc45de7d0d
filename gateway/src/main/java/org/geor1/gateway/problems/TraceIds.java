package org.geor1.gateway.problems;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The id that links an error body to the server's log line. */
final class TraceIds {
    private static final String ATTRIBUTE = TraceIds.class.getName();
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

    private TraceIds() {}

    /** The W3C trace id the caller sent, or a fresh one that stays the same for this request. */
    static String of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        String header = request.getHeader("traceparent");
        Matcher matcher = TRACEPARENT.matcher(header == null ? "" : header);
        String id = matcher.matches()
                ? matcher.group(1)
                : UUID.randomUUID().toString().replace("-", "");
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }
}
