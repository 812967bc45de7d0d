package org.geor1.gateway.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.geor1.gateway.problems.ProblemWriter;
import org.geor1.web.ErrorCode;
import org.springframework.web.filter.OncePerRequestFilter;

/** Refuses NUL characters in queries: PostgreSQL can neither store nor compare them. */
public final class QueryFilter extends OncePerRequestFilter {
    private final ProblemWriter problems;

    public QueryFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String query = request.getQueryString();
        if (query != null && query.contains("%00")) {
            problems.write(
                    request,
                    response,
                    ErrorCode.INVALID_REQUEST,
                    "The query contains a NUL character (%00); remove it.");
            return;
        }
        chain.doFilter(request, response);
    }
}
