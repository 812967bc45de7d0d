package org.geor1.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.observation.ObservationRegistry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.geor1.geo.picture.Pictures;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.image.ImageCache;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.vlm.ChatPrompt;
import org.geor1.web.InternalTokenFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/**
 * Contract: a prompt's stored images come from the trainer by hash. One that the trainer lacks fails for good; a trainer that
 * is away, slow, broken or lying costs only time.
 */
class StoredImagesTest {

    private static final Duration PATIENCE = Duration.ofMillis(700);

    private enum Behaviour {
        HONEST,
        LYING,
        SLOW_TO_ANSWER,
        SLOW_TO_SEND,
        CUT_OFF,
        BROKEN,
        REDIRECTING,
        ENDLESS
    }

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile Behaviour behaviour = Behaviour.HONEST;
    private HttpServer server;
    private byte[] picture;
    private String hash;
    private ImageCache images;

    @BeforeEach
    void startTrainer() throws IOException {
        picture = png(40, 30);
        hash = Images.hash(picture);
        server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/internal/v1/images/", this::answer);
        server.start();
        images = new ImageCache(directory, 1 << 20, origin(server.getAddress().getPort()));
    }

    private TrainerImages origin(int port) {
        return new TrainerImages(
                new PlatformProperties(
                        directory,
                        directory,
                        DataSize.ofMegabytes(1),
                        "secret",
                        Map.of(),
                        Map.of("url", "http://localhost:" + port),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of()),
                PATIENCE,
                ObservationRegistry.NOOP);
    }

    @AfterEach
    void stopTrainer() {
        server.stop(0);
    }

    private static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        try (exchange) {
            boolean known = exchange.getRequestURI().getPath().endsWith("/" + hash)
                    && "secret".equals(exchange.getRequestHeaders().getFirst(InternalTokenFilter.HEADER));
            if (!known) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            switch (behaviour) {
                case HONEST -> send(exchange, picture, picture.length);
                case LYING -> send(exchange, png(40, 31), 0);
                case SLOW_TO_ANSWER -> {
                    pause();
                    send(exchange, picture, picture.length);
                }
                case SLOW_TO_SEND -> {
                    exchange.sendResponseHeaders(200, picture.length);
                    exchange.getResponseBody().write(picture, 0, 10);
                    exchange.getResponseBody().flush();
                    pause();
                    exchange.getResponseBody().write(picture, 10, picture.length - 10);
                }
                case CUT_OFF -> {
                    exchange.sendResponseHeaders(200, picture.length);
                    exchange.getResponseBody().write(picture, 0, picture.length / 2);
                }
                case BROKEN -> exchange.sendResponseHeaders(500, -1);
                case REDIRECTING -> {
                    exchange.getResponseHeaders().add("Location", "http://localhost:1/");
                    exchange.sendResponseHeaders(302, -1);
                }
                case ENDLESS -> {
                    exchange.sendResponseHeaders(200, 0);
                    byte[] block = new byte[1 << 16];
                    while (true) {
                        exchange.getResponseBody().write(block);
                    }
                }
            }
        }
    }

    private static void send(HttpExchange exchange, byte[] body, int length) throws IOException {
        exchange.sendResponseHeaders(200, length);
        exchange.getResponseBody().write(body);
    }

    private static void pause() {
        try {
            Thread.sleep(4 * PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private ChatPrompt prompt(String ref) {
        return new Prompts(images, new Pictures(List.of())).of(List.of(new PromptPart.Image(ref, "photo", null)));
    }

    @Test
    void aStoredImageIsFetchedOnceAndDecoded() {
        BufferedImage image = prompt("sha256:" + hash).images().get(0);
        assertThat(image.getWidth()).isEqualTo(40);
        assertThat(image.getHeight()).isEqualTo(30);
        prompt("sha256:" + hash);
        assertThat(asked).hasValue(1);
    }

    @Test
    void anImageThatTheTrainerLacksIsMissingForGood() {
        String missing = "b".repeat(64);
        assertThatThrownBy(() -> prompt("sha256:" + missing))
                .isInstanceOf(NoSuchImageException.class)
                .hasMessage("there is no image sha256:" + missing);
        int before = asked.get();
        for (String malformed : List.of("", "../" + hash, hash.toUpperCase(), hash + "?x", hash + "/..")) {
            assertThatThrownBy(() -> prompt("sha256:" + malformed)).isInstanceOf(NoSuchImageException.class);
        }
        assertThat(asked).as("malformed names are not asked for").hasValue(before);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HONEST")
    void aTrainerThatMisbehavesIsAskedAgain(Behaviour misbehaviour) {
        behaviour = misbehaviour;
        assertThatThrownBy(() -> prompt("sha256:" + hash))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot fetch image sha256:" + hash);
        behaviour = Behaviour.HONEST;
        assertThat(prompt("sha256:" + hash).images()).hasSize(1);
    }

    @Test
    void aTrainerThatIsAwayIsNoMissingImage() {
        int port = server.getAddress().getPort();
        server.stop(0);
        images = new ImageCache(directory, 1 << 20, origin(port));
        assertThatThrownBy(() -> prompt("sha256:" + hash))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void aStoredFileThatIsNoPictureIsNotRetried() {
        picture = "hello".getBytes(StandardCharsets.UTF_8);
        hash = Images.hash(picture);
        assertThatThrownBy(() -> prompt("sha256:" + hash))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(hash);
    }
}
