package org.geor1.reward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.geor1.protocol.reward.FailurePolicy;
import org.geor1.protocol.reward.RewardEndpoint;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.RewardTruth;
import org.geor1.reward.component.RewardInput;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an endpoint does, a request ends in time, with a score for each completion or with one clear error. */
class HttpRewardsTest {

    private static final String HOST = "judge.example.org";
    private static final String GOOD = "{\"version\":1,\"scores\":[0.25,1]}";
    private static final List<RewardInput> GROUP = List.of(
            RewardInput.of("?", "<answer>A</answer>", 1, false, RewardTruth.of("A")),
            RewardInput.of("?", "<answer>B</answer>", 1, false, RewardTruth.of("A")));

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger lookups = new AtomicInteger();
    private final AtomicReference<@Nullable HttpExchange> last = new AtomicReference<>();
    private final List<Duration> waits = new ArrayList<>();
    private final List<HttpRewards> opened = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch over = new CountDownLatch(1);

    private HttpServer server;
    private volatile HttpHandler behaviour = exchange -> answer(exchange, 200, GOOD);

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            last.set(exchange);
            exchange.getRequestBody().readAllBytes();
            behaviour.handle(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        for (HttpRewards rewards : opened) {
            rewards.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void scoresComeBackInOrder() throws Exception {
        assertThat(score(component(10, 0, null))).containsExactly(0.25, 1);
        HttpExchange exchange = last.get();
        assertThat(exchange.getRequestMethod()).isEqualTo("POST");
        assertThat(exchange.getRequestHeaders().getFirst("Content-Type")).startsWith("application/json");
        assertThat(exchange.getRequestHeaders().getFirst("Host")).isEqualTo(HOST + ":" + port());
        assertThat(exchange.getRequestHeaders()).doesNotContainKey("Authorization");
    }

    @Test
    void aSecretIsTakenFromTheEnvironmentByName() throws Exception {
        environment.put("GEOR1_REWARD_SECRET_JUDGE", "Bearer abc");
        score(component(10, 0, "JUDGE"));
        assertThat(last.get().getRequestHeaders().getFirst("Authorization")).isEqualTo("Bearer abc");
        environment.put("PATH", "/bin");
        assertThatThrownBy(() -> score(component(10, 0, "PATH")))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("GEOR1_REWARD_SECRET_PATH");
        environment.put("GEOR1_REWARD_SECRET_JUDGE", "abc\r\nX-Evil: 1");
        assertThatThrownBy(() -> score(component(10, 0, "JUDGE")))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageNotContaining("Evil");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void busyEndpointsAreAskedAgain(int status) throws Exception {
        behaviour = exchange -> answer(exchange, requests.get() < 3 ? status : 200, GOOD);
        assertThat(score(component(10, 2, null))).containsExactly(0.25, 1);
        assertThat(requests).hasValue(3);
        assertThat(waits).hasSize(2);
        assertThat(waits.get(1)).isGreaterThanOrEqualTo(Duration.ofMillis(250));
    }

    @Test
    void retriesEndWithTheLastFailure() {
        behaviour = exchange -> answer(exchange, 503, "");
        assertThatThrownBy(() -> score(component(10, 2, null)))
                .isInstanceOf(EndpointException.class)
                .hasMessage("the endpoint of judge answered with status 503, after 3 attempts");
        assertThat(requests).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 400, 401, 404, 422})
    void otherStatusesAreNot(int status) {
        behaviour = exchange -> answer(exchange, status, "");
        assertThatThrownBy(() -> score(component(10, 5, null))).hasMessageContaining("status " + status);
        assertThat(requests).hasValue(1);
        assertThat(waits).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"version\":1,\"scores\":[1]}", "{\"version\":1,\"scores\":[1,NaN]}"})
    void anAnswerWithoutUsableScoresIsAFailure(String body) {
        behaviour = exchange -> answer(exchange, 200, body);
        assertThatThrownBy(() -> score(component(10, 5, null)))
                .isInstanceOf(EndpointException.class)
                .hasMessageStartingWith("the endpoint of judge ");
        assertThat(requests).hasValue(1);
    }

    @Test
    void aRedirectIsNotFollowed() {
        AtomicInteger reached = new AtomicInteger();
        server.createContext("/inside", exchange -> {
            reached.incrementAndGet();
            answer(exchange, 200, GOOD);
        });
        behaviour = exchange -> {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:" + port() + "/inside");
            answer(exchange, 307, "");
        };
        assertThatThrownBy(() -> score(component(10, 5, null))).hasMessageContaining("redirects are not followed");
        assertThat(reached).hasValue(0);
    }

    @Test
    void silenceEndsWithTheTimeout() {
        behaviour = exchange -> await();
        assertEndsInTime("took longer than 0.5 s");
    }

    @Test
    void soDoesAnAnswerThatTricklesIn() {
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 1000 && over.getCount() > 0; i++) {
                exchange.getResponseBody().write(' ');
                exchange.getResponseBody().flush();
                pause();
            }
        };
        assertEndsInTime("took longer than 0.5 s");
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        byte[] piece = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
        AtomicInteger pieces = new AtomicInteger();
        behaviour = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < 100_000; i++) {
                exchange.getResponseBody().write(piece);
                pieces.incrementAndGet();
            }
        };
        assertThatThrownBy(() -> score(component(30, 5, null))).hasMessageContaining("more than 1048576 bytes");
        // What network buffers took beyond the bound; all of it would be 6.5 GB.
        assertThat(pieces.get()).isLessThan(1000);
        assertThat(requests).hasValue(1);
    }

    @Test
    void anEndpointThatCannotBeReachedIsTriedAgain() {
        server.stop(0);
        assertThatThrownBy(() -> score(component(10, 1, null)))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("cannot be reached")
                .hasMessageContaining("after 2 attempts");
        assertThat(waits).hasSize(1);
    }

    @Test
    void aTrialIsOneAttempt() {
        behaviour = exchange -> answer(exchange, 500, "");
        HttpRewards rewards = rewards(List.of(HOST, "127.0.0.1"), "127.0.0.1");
        assertThatThrownBy(() -> rewards.tryOut(component(10, 5, null), GROUP))
                .isInstanceOf(EndpointException.class)
                .hasMessage("the endpoint of judge answered with status 500");
        assertThat(requests).hasValue(1);
    }

    @Test
    void aHostThatIsNotListedIsNotEvenLookedUp() {
        assertThatThrownBy(() -> rewards(List.of(), "127.0.0.1").score(component(10, 5, null), "run", GROUP))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("geor1.reward.allowed-hosts");
        assertThat(lookups).hasValue(0);
        assertThat(requests).hasValue(0);
    }

    @Test
    void aListedNameWithAPrivateAddressIsNotConnectedTo() {
        assertThatThrownBy(() -> rewards(List.of(HOST), "127.0.0.1").score(component(10, 5, null), "run", GROUP))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("127.0.0.1");
        // One bad address among good ones is enough: which is taken is not for the name server to say.
        assertThatThrownBy(() ->
                        rewards(List.of(HOST), "8.8.8.8", "127.0.0.1").score(component(10, 5, null), "run", GROUP))
                .isInstanceOf(ForbiddenHostException.class);
        assertThat(requests).hasValue(0);
    }

    @Test
    void theAddressThatWasCheckedIsTheOneThatIsConnectedTo() throws Exception {
        // The second answer would lead elsewhere; it is never asked for.
        HttpRewards rewards = rewards(List.of(HOST, "127.0.0.1"), host -> {
            boolean first = lookups.incrementAndGet() == 1;
            return new InetAddress[] {InetAddress.getByName(first ? "127.0.0.1" : "169.254.169.254")};
        });
        assertThat(rewards.score(component(10, 0, null), "run", GROUP)).containsExactly(0.25, 1);
        assertThat(lookups).hasValue(1);
        // A new connection is checked anew.
        assertThatThrownBy(() -> rewards.score(component(10, 0, null), "run", GROUP))
                .isInstanceOf(ForbiddenHostException.class)
                .hasMessageContaining("169.254.169.254");
        assertThat(requests).hasValue(1);
    }

    private void assertEndsInTime(String message) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> score(component(0.5, 5, null)))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(message);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        assertThat(requests).hasValue(1);
    }

    private double[] score(RewardSpec.Component component) throws Exception {
        return rewards(List.of(HOST, "127.0.0.1"), "127.0.0.1").score(component, "run", GROUP);
    }

    private HttpRewards rewards(List<String> allowed, String... addresses) {
        return rewards(allowed, host -> {
            lookups.incrementAndGet();
            return addresses(addresses);
        });
    }

    private HttpRewards rewards(List<String> allowed, CheckedClient.Resolver resolver) {
        HttpRewards rewards = new HttpRewards(
                new AllowedHosts(allowed), environment::get, resolver, new Backoff(new Random(1)), waits::add);
        opened.add(rewards);
        return rewards;
    }

    private static InetAddress[] addresses(String... texts) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[texts.length];
        for (int i = 0; i < texts.length; i++) {
            addresses[i] = InetAddress.getByName(texts[i]);
        }
        return addresses;
    }

    private RewardSpec.Component component(double timeout, int retries, @Nullable String secret) {
        RewardEndpoint endpoint = new RewardEndpoint(
                "http://" + HOST + ":" + port() + "/score", timeout, retries, FailurePolicy.FAIL, secret);
        return new RewardSpec.Component("judge", 1, null, endpoint);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void await() {
        try {
            over.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            over.await(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
