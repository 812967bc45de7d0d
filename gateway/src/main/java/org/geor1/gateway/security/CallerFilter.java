package org.geor1.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.geor1.gateway.connections.ClientNetwork;
import org.geor1.gateway.problems.ProblemWriter;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates the caller: by bearer key, by session cookie, or, when no key is configured, by being on this machine.
 * Anybody else stays anonymous and the route rules decide; only callers who sent too many wrong keys are rejected here.
 */
final class CallerFilter extends OncePerRequestFilter {
    /** The authority that a caller who was recognised has. */
    static final String CALLER = "geor1.caller";

    private static final String BEARER = "Bearer ";

    /** The name of a caller whose key came with this request. */
    static final String BY_KEY = "api-key";

    private final boolean keyless;
    private final ApiKeys keys;
    private final KeyAttempts attempts;
    private final BrowserSessions sessions;
    private final ProblemWriter problems;

    CallerFilter(
            boolean keyless, ApiKeys keys, KeyAttempts attempts, BrowserSessions sessions, ProblemWriter problems) {
        this.keyless = keyless;
        this.keys = keys;
        this.attempts = attempts;
        this.sessions = sessions;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = keyless ? null : bearerKey(request);
        String client = ClientNetwork.of(request.getRemoteAddr());
        if (key != null && !familiar(client, key)) {
            Duration wait = attempts.pause(client);
            if (!wait.isZero()) {
                response.setHeader("Retry-After", Long.toString(wait.toSeconds() + 1));
                problems.write(
                        request,
                        response,
                        ErrorCode.TOO_MANY_ATTEMPTS,
                        "Too many wrong keys were sent; try again later.");
                return;
            }
        }
        String name = recognise(request, client, key);
        if (name != null) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    name, null, List.of(new SimpleGrantedAuthority(CALLER))));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private boolean familiar(String client, String key) {
        return keys.accepts(key) && attempts.knows(client, digest(key));
    }

    private @Nullable String recognise(HttpServletRequest request, String client, @Nullable String key) {
        if (keyless) {
            return Loopback.isLocal(request) ? "local" : null;
        }
        if (key != null && keys.accepts(key)) {
            attempts.right(client, digest(key));
            return BY_KEY;
        }
        if (key != null) {
            attempts.wrong(client);
        }
        return hasSession(request) ? "browser" : null;
    }

    private boolean hasSession(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (BrowserSessions.COOKIE.equals(cookie.getName()) && sessions.accepts(cookie.getValue())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static @Nullable String bearerKey(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static String digest(String key) {
        return HexFormat.of().formatHex(ApiKeys.sha256(key));
    }
}
