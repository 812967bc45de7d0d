package org.geor1.gateway.security;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What counts as this machine, for the mode without API keys. */
final class Loopback {
    /** Literal addresses only: a name is trusted only if it is localhost, because any other could be rebound. */
    private static final Pattern HOST =
            Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS =
            Pattern.compile("127(\\.\\d{1,3}){3}|::1|0:0:0:0:0:0:0:1|::ffff:127(\\.\\d{1,3}){3}");

    private Loopback() {}

    /**
     * Whether the connection comes from this machine and was meant for it. The Host header must be local too, or a web
     * page could reach the gateway by rebinding its own name to 127.0.0.1; a forwarded request came from elsewhere.
     */
    static boolean isLocal(HttpServletRequest request) {
        return isLoopbackAddress(request.getRemoteAddr())
                && isLocalHost(request.getHeader("Host"))
                && request.getHeader("Forwarded") == null
                && request.getHeader("X-Forwarded-For") == null;
    }

    static boolean isLocalHost(@Nullable String host) {
        return host != null && HOST.matcher(host).matches();
    }

    static boolean isLoopbackAddress(@Nullable String address) {
        return address != null
                && ADDRESS.matcher(address.toLowerCase(Locale.ROOT)).matches();
    }
}
