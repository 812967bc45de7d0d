package org.geor1.gateway.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.geor1.gateway.problems.ProblemWriter;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Keeps threads free: unauthenticated callers together hold at most a third of them, requests with a body at most
 * another third. Slow readers and slow senders therefore never take them all.
 */
public final class ThreadShareFilter extends OncePerRequestFilter {
    private final ProblemWriter problems;
    private final Semaphore anonymous;
    private final Semaphore bodies;

    /** @param threads number of the server's request threads */
    public ThreadShareFilter(ProblemWriter problems, int threads) {
        this.problems = problems;
        int third = Math.max(1, threads / 3);
        this.anonymous = new Semaphore(third);
        this.bodies = new Semaphore(third);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Services in the same JVM call /internal for long-running work; their token identifies them.
        return request.getRequestURI().startsWith("/internal/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Semaphore share = share(request);
        if (share == null) {
            chain.doFilter(request, response);
        } else if (share.tryAcquire()) {
            try {
                chain.doFilter(request, response);
            } finally {
                share.release();
            }
        } else {
            response.setHeader("Connection", "close");
            problems.write(
                    request, response, ErrorCode.SERVER_BUSY, "Too many requests of this kind are being answered.");
        }
    }

    private @Nullable Semaphore share(HttpServletRequest request) {
        if (SecurityContextHolder.getContext().getAuthentication() instanceof AnonymousAuthenticationToken) {
            return anonymous;
        }
        boolean body = request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
        return body ? bodies : null;
    }
}
