package org.geor1.teacher.ask;

import com.openai.core.RequestOptions;
import com.openai.core.http.Headers;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/** Reads no response beyond a limit, error bodies included, so that an endpoint cannot fill the memory. */
final class BoundedHttpClient implements HttpClient {

    private final HttpClient client;
    private final long maxBytes;

    BoundedHttpClient(HttpClient client, long maxBytes) {
        this.client = client;
        this.maxBytes = maxBytes;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        return new Bounded(client.execute(request, options), maxBytes);
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        return client.executeAsync(request, options).thenApply(response -> new Bounded(response, maxBytes));
    }

    @Override
    public void close() {
        client.close();
    }

    /** A response went over the limit. */
    static final class TooLongException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLongException(long maxBytes) {
            super("the response has more than " + maxBytes + " bytes");
        }
    }

    private static final class Bounded implements HttpResponse {
        private final HttpResponse response;
        private final InputStream body;

        Bounded(HttpResponse response, long maxBytes) {
            this.response = response;
            this.body = new BoundedStream(response.body(), maxBytes);
        }

        @Override
        public int statusCode() {
            return response.statusCode();
        }

        @Override
        public Headers headers() {
            return response.headers();
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            response.close();
        }
    }

    private static final class BoundedStream extends FilterInputStream {
        private final long maxBytes;
        private long read;

        BoundedStream(InputStream in, long maxBytes) {
            super(in);
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int count = in.read(buffer, offset, length);
            count(Math.max(0, count));
            return count;
        }

        private void count(int bytes) throws IOException {
            read += bytes;
            if (read > maxBytes) {
                throw new TooLongException(maxBytes);
            }
        }
    }
}
