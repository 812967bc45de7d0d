package org.geor1.gateway.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.geor1.gateway.problems.BodyTooLargeException;
import org.geor1.gateway.problems.ErrorCode;
import org.geor1.gateway.problems.ProblemWriter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Caps request bodies: by their announced length before anything is read, and by counting where none is announced.
 * Multipart parts are read by the container and capped by its own multipart limits.
 */
final class BodyLimitFilter extends OncePerRequestFilter {
    private final ProblemWriter problems;
    private final long maxBytes;
    private final long maxImageBytes;

    BodyLimitFilter(ProblemWriter problems, long maxBytes, long maxImageBytes) {
        this.problems = problems;
        this.maxBytes = maxBytes;
        this.maxImageBytes = maxImageBytes;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Services in the same JVM exchange weights and images over /internal, under their own limits.
        return request.getRequestURI().startsWith("/internal/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // Base64 in JSON is a third longer than the image, and multipart adds its boundaries.
        long limit = request.getRequestURI().equals("/v1/geolocate") ? maxImageBytes * 3 / 2 + 4096 : maxBytes;
        if (request.getContentLengthLong() > limit) {
            response.setHeader("Connection", "close");
            problems.write(request, response, ErrorCode.BODY_TOO_LARGE, "The body is larger than " + limit + " bytes.");
            return;
        }
        chain.doFilter(new Limited(request, limit), response);
    }

    private static final class Limited extends HttpServletRequestWrapper {
        private final long limit;

        Limited(HttpServletRequest request, long limit) {
            super(request);
            this.limit = limit;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountedStream(super.getInputStream(), limit);
        }
    }

    private static final class CountedStream extends ServletInputStream {
        private final ServletInputStream in;
        private long left;

        CountedStream(ServletInputStream in, long limit) {
            this.in = in;
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n = in.read(bytes, offset, length);
            count(Math.max(n, 0));
            return n;
        }

        private void count(int n) throws BodyTooLargeException {
            left -= n;
            if (left < 0) {
                throw new BodyTooLargeException();
            }
        }

        @Override
        public boolean isFinished() {
            return in.isFinished();
        }

        @Override
        public boolean isReady() {
            return in.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            in.setReadListener(listener);
        }
    }
}
