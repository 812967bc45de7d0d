package org.geor1.local.cli.cot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.Geor1Process;
import org.geor1.local.cli.data.DataCommand;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Contract: exit codes, that the key stays secret, that the result is a valid dataset, and that a killed run continues. */
class BuildCommandTest {

    private static final int PHOTOS = 6;
    private static final String WANTED = "The answer has to be: ";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final StringWriter err = new StringWriter();
    private final List<String> keys = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int holdAt = Integer.MAX_VALUE;
    private HttpServer teacher;
    private Path photos;

    @BeforeEach
    void start() throws Exception {
        teacher = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        teacher.setExecutor(threads);
        teacher.createContext("/v1/chat/completions", this::answer);
        teacher.start();
        photos = Files.createDirectories(directory.resolve("photos"));
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < PHOTOS; i++) {
            BufferedImage image = new BufferedImage(32, 24, BufferedImage.TYPE_INT_RGB);
            image.setRGB(i, i, 0xFFFFFF);
            ImageIO.write(image, "png", photos.resolve(i + ".png").toFile());
            rows.add(("{\"id\":\"%d\",\"images\":[{\"role\":\"photo\",\"path\":\"%d.png\"}],"
                            + "\"place\":{\"latitude\":48.14,\"longitude\":11.58,\"city\":\"Munich\",\"country\":\"DE\"}}")
                    .formatted(i, i));
        }
        Files.write(photos.resolve("rows.jsonl"), rows);
    }

    @AfterEach
    void stop() {
        closed.countDown();
        teacher.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            keys.add(exchange.getRequestHeaders().getFirst("Authorization"));
            if (keys.size() == holdAt) {
                held.countDown();
                closed.await();
                return;
            }
            JsonNode request =
                    JsonMapper.shared().readTree(exchange.getRequestBody().readAllBytes());
            String prompt = request.path("messages")
                    .path(1)
                    .path("content")
                    .path(1)
                    .path("text")
                    .asString();
            String wanted = prompt.substring(prompt.lastIndexOf(WANTED) + WANTED.length())
                    .strip();
            byte[] body = completion(wanted.contains(": the one that fits") ? "temperate" : wanted);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] completion(String answer) {
        String text = "<think>\nCues: A paved street.\nKnowledge: Such streets are common.\nEvidence: The cues agree.\n"
                + "Conclusion: It fits.\n</think>\n<answer>" + answer + "</answer>";
        ObjectNode completion = JsonMapper.shared()
                .createObjectNode()
                .put("id", "1")
                .put("object", "chat.completion")
                .put("created", 1);
        completion.put("model", "m");
        ObjectNode choice =
                completion.putArray("choices").addObject().put("index", 0).put("finish_reason", "stop");
        choice.putObject("message").put("role", "assistant").put("content", text);
        completion
                .putObject("usage")
                .put("prompt_tokens", 700)
                .put("completion_tokens", 300)
                .put("total_tokens", 1000);
        return completion.toString().getBytes(StandardCharsets.UTF_8);
    }

    private String[] build(String target, String folder, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "build",
                "--dataset=" + photos,
                "--teacher=http://127.0.0.1:" + teacher.getAddress().getPort() + "/v1",
                "--model=m",
                "--concurrency=1",
                "--target=" + target,
                "--out=" + directory.resolve(folder)));
        for (String argument : more) {
            String name = argument.split("=", 2)[0] + "=";
            arguments.removeIf(earlier -> earlier.startsWith(name));
            arguments.add(argument);
        }
        return arguments.toArray(String[]::new);
    }

    private int execute(Object command, String... arguments) {
        out.reset();
        PrintStream terminal = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            CommandLine line = Geor1.commandLine(command);
            line.setErr(new PrintWriter(err, true));
            return line.execute(arguments);
        } finally {
            System.setOut(terminal);
        }
    }

    private int cot(String... arguments) {
        return execute(new CotCommand(), arguments);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theResultIsAValidDatasetAndTheKeyIsNowhere() throws Exception {
        String key = System.getenv("PATH"); // A variable that every process has stands in for a key.
        String[] arguments = build("8", "out", "--api-key-env=PATH", "--price-in=1", "--price-out=10", "--output=json");
        assertThat(cot(arguments)).isEqualTo(ExitCodes.OK);
        JsonNode report = JsonMapper.shared().readTree(printed());
        assertThat(report.path("kept").asInt()).isEqualTo(8);
        assertThat(report.path("teacher").path("paid").path("cost").asString()).isEqualTo("0.0296");
        assertThat(keys).hasSize(8).containsOnly("Bearer " + key);
        assertThat(printed() + err).doesNotContain(key);
        try (Stream<Path> files = Files.walk(directory.resolve("out"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(key);
            }
        }
        assertThat(execute(
                        new DataCommand(),
                        "validate",
                        directory.resolve("out/dataset").toString()))
                .isEqualTo(ExitCodes.OK);
        assertThat(printed()).contains("format     canonical", "8 samples, 0 faults");
    }

    @Test
    void exitCodesTellWhyThereAreFewer() {
        assertThat(cot(build("100", "out", "--attempts=1"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(printed()).contains("6 of 100 exemplars", "as often as allowed");
        assertThat(cot(build("100", "out", "--attempts=1", "--model=other"))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("teacher was 'm', is 'other'");
        assertThat(cot(build("0", "out"))).isEqualTo(ExitCodes.USAGE);
        assertThat(cot(build("8", "out", "--max-cost=1"))).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("a limit on cost needs prices");
        assertThat(cot(build("8", "out", "--teacher=http://me:secret@host/v1"))).isEqualTo(ExitCodes.USAGE);
        assertThat(cot(build("8", "out", "--api-key-env=GEOR1_NO_SUCH_VARIABLE")))
                .isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("GEOR1_NO_SUCH_VARIABLE is not set").doesNotContain("secret");
        assertThat(keys).hasSize(6);
    }

    @Test
    void aDryRunShowsTheFirstRequestAndSendsNone() {
        assertThat(cot(build("8", "out", "--dry-run", "--price-in=1", "--price-out=10")))
                .isEqualTo(ExitCodes.OK);
        assertThat(printed())
                .contains("8 requests for 8 exemplars", "in the unit of the prices", "Munich", "Question:");
        assertThat(keys).isEmpty();
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void aKilledRunPaysForNoAnswerTwiceAndEndsWithTheSameBytes() throws Exception {
        assertThat(cot(build("8", "whole"))).isEqualTo(ExitCodes.OK);
        keys.clear();
        holdAt = 4;
        List<String> arguments = new ArrayList<>(List.of("cot"));
        arguments.addAll(List.of(build("8", "killed")));
        try (Geor1Process run = Geor1Process.start(directory.resolve("errors"), arguments.toArray(String[]::new))) {
            while (!held.await(100, TimeUnit.MILLISECONDS)) {
                assertThat(run.handle().isAlive()).as(run::errors).isTrue();
            }
        }
        assertThat(cot(build("8", "killed"))).isEqualTo(ExitCodes.OK);
        assertThat(keys)
                .as("three were answered, one was not, and five were left")
                .hasSize(9);
        assertThat(directory.resolve("killed/dataset/exemplars.jsonl"))
                .hasSameBinaryContentAs(directory.resolve("whole/dataset/exemplars.jsonl"));
        assertThat(directory.resolve("killed/report/verdicts.jsonl"))
                .hasSameBinaryContentAs(directory.resolve("whole/report/verdicts.jsonl"));
    }
}
