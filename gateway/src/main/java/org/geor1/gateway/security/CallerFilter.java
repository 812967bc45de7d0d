package org.geor1.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Recognises the caller: by bearer key, by the browser's session cookie, or, when no key is configured, as the person at
 * this machine. It never rejects; a caller it does not recognise stays anonymous and the route rules decide.
 */
final class CallerFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final boolean keyless;
    private final ApiKeys keys;
    private final BrowserSessions sessions;

    CallerFilter(boolean keyless, ApiKeys keys, BrowserSessions sessions) {
        this.keyless = keyless;
        this.keys = keys;
        this.sessions = sessions;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String name = recognise(request);
        if (name != null) {
            SecurityContext context = SecurityContextHolder.createEmptyContext();
            context.setAuthentication(UsernamePasswordAuthenticationToken.authenticated(
                    name, null, List.of(new SimpleGrantedAuthority(SecurityConfiguration.CALLER))));
            SecurityContextHolder.setContext(context);
        }
        chain.doFilter(request, response);
    }

    private @Nullable String recognise(HttpServletRequest request) {
        if (keyless) {
            return Loopback.isLocal(request) ? "local" : null;
        }
        String authorization = request.getHeader("Authorization");
        if (authorization != null
                && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                && keys.accepts(authorization.substring(BEARER.length()).strip())) {
            return "api-key";
        }
        Cookie[] cookies = request.getCookies();
        if (cookies != null) {
            for (Cookie cookie : cookies) {
                if (BrowserSessions.COOKIE.equals(cookie.getName()) && sessions.accepts(cookie.getValue())) {
                    return "browser";
                }
            }
        }
        return null;
    }
}
