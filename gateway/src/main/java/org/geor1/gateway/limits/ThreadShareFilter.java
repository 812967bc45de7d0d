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
 * Leaves threads over for others: those who are not recognised and read their answers slowly may hold a third of them, and
 * requests whose bodies come slowly another third.
 */
public final class ThreadShareFilter extends OncePerRequestFilter {
    private final ProblemWriter problems;
    private final Semaphore anonymous;
    private final Semaphore bodies;

    /** @param threads that the server answers requests with */
    public ThreadShareFilter(ProblemWriter problems, int threads) {
        this.problems = problems;
        int third = Math.max(1, threads / 3);
        this.anonymous = new Semaphore(third);
        this.bodies = new Semaphore(third);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Services in the same JVM ask for long pieces of work over /internal, and are known by their token.
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
            problems.write(request, response, ErrorCode.SERVER_BUSY, "Too many requests of this kind are under way.");
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
