package org.geor1.gateway.limits;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.geor1.gateway.BodyLimits;
import org.geor1.gateway.problems.BodyTooLargeException;
import org.geor1.gateway.problems.ProblemWriter;
import org.geor1.web.ErrorCode;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Caps request bodies: by their announced length before anything is read, and by counting where none is announced.
 * Multipart parts are read by the container and capped by its own multipart limits.
 */
public final class BodyLimitFilter extends OncePerRequestFilter {
    private static final Pattern PICTURE_OF_DATASET = Pattern.compile("/api/v1/datasets/[^/]+/images/[0-9a-f]{64}");

    private final ProblemWriter problems;
    private final BodyLimits limits;

    /** Bodies with several pictures are many times longer than others, so they are read one at a time. */
    private final Semaphore severalPictures = new Semaphore(1);

    /** Files of pictures are held in memory as they are passed on. */
    private final Semaphore files = new Semaphore(8);

    public BodyLimitFilter(ProblemWriter problems, BodyLimits limits) {
        this.problems = problems;
        this.limits = limits;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        // Services in the same JVM exchange weights and images over /internal, under their own limits.
        return request.getRequestURI().startsWith("/internal/");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long announced = request.getContentLengthLong();
        long limit = limit(request, announced);
        if (announced > limit) {
            response.setHeader("Connection", "close");
            problems.write(request, response, ErrorCode.BODY_TOO_LARGE, BodyTooLargeException.detail(announced, limit));
            return;
        }
        Semaphore share = limit == limits.match() ? severalPictures : limit == limits.file() ? files : null;
        if (share == null) {
            chain.doFilter(new Limited(request, limit), response);
        } else if (share.tryAcquire()) {
            try {
                chain.doFilter(new Limited(request, limit), response);
            } finally {
                share.release();
            }
        } else {
            problems.write(
                    request,
                    response,
                    ErrorCode.TOO_MANY_REQUESTS,
                    share == files
                            ? "Many pictures are being stored; try again in a few seconds."
                            : "Another request with several pictures is being answered; try again in a few seconds.");
        }
    }

    /** Only a body that announces more than one picture's length may have the length of several. */
    private long limit(HttpServletRequest request, long announced) {
        if (!request.getRequestURI().equals("/v1/geolocate")) {
            return PICTURE_OF_DATASET.matcher(request.getRequestURI()).matches() ? limits.file() : limits.other();
        }
        String type = request.getContentType();
        if (type != null && type.startsWith("multipart/")) {
            return limits.upload();
        }
        return announced > limits.picture() ? limits.match() : limits.picture();
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
        private final long limit;
        private long left;

        CountedStream(ServletInputStream in, long limit) {
            this.in = in;
            this.limit = limit;
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
                throw new BodyTooLargeException(limit);
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
