package org.geor1.reward.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Posts JSON to addresses that were checked. A name is looked up and its addresses checked for each connection, which then
 * goes to one of these and no other, so a name that changes its address in between gains nothing. Redirects, cookies and
 * compression are ignored; answers are bounded in size, and every request in time.
 */
final class CheckedClient implements Closeable {

    /** Far more than a thousand scores take. */
    static final int MAX_ANSWER_BYTES = 1 << 20;

    private static final Timeout CONNECT = Timeout.ofSeconds(5);

    /** More than the groups that are scored at a time. */
    private static final int CONNECTIONS = 64;

    private final CloseableHttpClient http;
    private final ScheduledExecutorService deadlines = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "reward-deadlines");
        thread.setDaemon(true);
        return thread;
    });

    /** Looks a name up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    CheckedClient(AllowedHosts allowed, Resolver resolver) {
        http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(checked(allowed, resolver))
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT)
                                .build())
                        .build())
                // A connection that was kept may be dead, which looks like a failure of the endpoint.
                .setConnectionReuseStrategy((request, response, context) -> false)
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setUserAgent("geor1-reward")
                .build();
    }

    private static DnsResolver checked(AllowedHosts allowed, Resolver resolver) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                InetAddress[] addresses = resolver.addresses(host);
                for (InetAddress address : addresses) {
                    allowed.requireAddress(host, address);
                }
                return addresses;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }

    /**
     * @param authorization value of the header, or null for none
     * @return the body of an answer with status 200
     * @throws EndpointException if there is none
     */
    byte[] post(URI url, @Nullable String authorization, byte[] json, Duration timeout) throws EndpointException {
        HttpPost request = new HttpPost(url);
        request.setEntity(new ByteArrayEntity(json, ContentType.APPLICATION_JSON));
        request.setHeader(HttpHeaders.ACCEPT, ContentType.APPLICATION_JSON.getMimeType());
        if (authorization != null) {
            request.setHeader(HttpHeaders.AUTHORIZATION, authorization);
        }
        request.setConfig(RequestConfig.custom()
                .setConnectionRequestTimeout(Timeout.of(timeout))
                .setResponseTimeout(Timeout.of(timeout))
                .build());
        // A read times out only after silence; one that trickles in must end as well.
        Future<?> deadline = deadlines.schedule(request::cancel, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return http.execute(request, response -> body(request, response));
        } catch (EndpointException e) {
            throw e;
        } catch (ConnectTimeoutException | ConnectException | NoRouteToHostException | UnknownHostException e) {
            throw new EndpointException("cannot be reached: " + e.getMessage(), true);
        } catch (IOException e) {
            throw request.isCancelled() || e instanceof SocketTimeoutException
                    ? new EndpointException("took longer than " + timeout.toMillis() / 1000.0 + " s", false)
                    : new EndpointException("broke off the exchange: " + e.getMessage(), false);
        } finally {
            deadline.cancel(false);
        }
    }

    private static byte[] body(HttpPost request, ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        HttpEntity entity = response.getEntity();
        byte[] body = null;
        if (status == 200 && entity != null) {
            InputStream content = entity.getContent();
            body = content.readNBytes(MAX_ANSWER_BYTES + 1);
        }
        if (body == null || body.length > MAX_ANSWER_BYTES) {
            // Whatever else would come is not waited for.
            request.cancel();
        }
        if (status != 200) {
            boolean busy = status == 429 || status >= 500;
            throw new EndpointException(
                    "answered with status " + status
                            + (status >= 300 && status < 400 ? ", and redirects are not followed" : ""),
                    busy);
        }
        if (body == null) {
            throw new EndpointException("answered with nothing", false);
        }
        if (body.length > MAX_ANSWER_BYTES) {
            throw new EndpointException("answered with more than " + MAX_ANSWER_BYTES + " bytes", false);
        }
        return body;
    }

    @Override
    public void close() throws IOException {
        deadlines.shutdownNow();
        http.close();
    }
}
