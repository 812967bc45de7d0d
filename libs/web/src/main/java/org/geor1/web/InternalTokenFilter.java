package org.geor1.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.json.ProblemDetailJacksonMixin;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/** Lets a request through only with the services' shared secret in {@value #HEADER}. */
public final class InternalTokenFilter extends OncePerRequestFilter {

    /** Carries the secret. */
    public static final String HEADER = "X-Geor1-Internal";

    private static final ErrorCode UNAUTHENTICATED = ErrorCode.UNAUTHENTICATED;

    private final byte[] token;
    private final byte[] body = JsonMapper.builder()
            .addMixIn(ProblemDetail.class, ProblemDetailJacksonMixin.class)
            .build()
            .writeValueAsBytes(
                    ProblemBodies.of(UNAUTHENTICATED, "Send the services' shared secret in " + HEADER + "."));

    public InternalTokenFilter(String token) {
        if (token.isBlank()) {
            throw new IllegalArgumentException("the internal token must not be blank");
        }
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Guards the paths below as a bean of a service. In the one-JVM form several stand side by side.
     *
     * @param name of the filter, which no other may have
     */
    public static FilterRegistrationBean<InternalTokenFilter> guarding(String name, String token, String... paths) {
        FilterRegistrationBean<InternalTokenFilter> filter =
                new FilterRegistrationBean<>(new InternalTokenFilter(token));
        filter.setName(name);
        filter.addUrlPatterns(paths);
        return filter;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (!known(request.getHeader(HEADER))) {
            response.setStatus(UNAUTHENTICATED.status().value());
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.getOutputStream().write(body);
            return;
        }
        chain.doFilter(request, response);
    }

    private boolean known(@Nullable String given) {
        return given != null && MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8));
    }
}
