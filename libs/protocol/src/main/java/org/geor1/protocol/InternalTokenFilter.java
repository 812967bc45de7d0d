package org.geor1.protocol;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/** Lets a request through only with the services' shared secret in {@value #HEADER}. */
public final class InternalTokenFilter extends OncePerRequestFilter {

    /** Carries the secret. */
    public static final String HEADER = "X-Geor1-Internal";

    private final byte[] token;

    public InternalTokenFilter(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the internal token must not be blank");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!known(request.getHeader(HEADER))) {
            response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
            response.setContentType("application/problem+json");
            response.getWriter().write("{\"title\":\"Unauthorized\",\"status\":401,\"code\":\"unauthorized\"}");
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean known(@Nullable String given) {
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
