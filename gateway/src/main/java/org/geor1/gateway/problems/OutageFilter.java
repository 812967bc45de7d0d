package org.geor1.gateway.problems;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.geor1.gateway.database.DatabaseOutage;
import org.geor1.web.ErrorCode;
import org.springframework.web.filter.OncePerRequestFilter;

/** Answers at once, with a Retry-After, while the database is down. */
public final class OutageFilter extends OncePerRequestFilter {
    private final DatabaseOutage outage;
    private final ProblemWriter problems;

    public OutageFilter(DatabaseOutage outage, ProblemWriter problems) {
        this.outage = outage;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        return !path.startsWith("/api/v1/") && !path.startsWith("/v1/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (outage.refuses()) {
            problems.write(
                    request, response, ErrorCode.DATABASE_UNAVAILABLE, "The database does not answer; try again.");
            return;
        }
        boolean attempt = outage.known();
        chain.doFilter(request, response);
        if (attempt) {
            outage.tried(response.getStatus()
                    == ErrorCode.DATABASE_UNAVAILABLE.status().value());
        }
    }
}
