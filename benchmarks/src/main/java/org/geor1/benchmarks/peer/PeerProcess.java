package org.geor1.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Installation;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A process that serves JSON requests, one per line, and reports when it is ready: at the start, and after every
 * response.
 */
final class PeerProcess implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Writer requests;
    private final BufferedReader answers;
    private final JsonNode ready;

    private PeerProcess(Process process, Path log) throws IOException {
        this.process = process;
        this.log = log;
        this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.ready = read();
    }

    private static Path directory() {
        return Installation.root().resolve("benchmarks/peers");
    }

    private static Path python() {
        return directory().resolve(".venv/bin/python");
    }

    /** @throws EnvironmentProblem if {@code benchmarks/peers/setup} has not been run */
    static void requireInstalled() {
        if (!Files.isExecutable(python())) {
            throw new EnvironmentProblem("there is no Python environment for the peer", "run benchmarks/peers/setup");
        }
    }

    /**
     * Starts a script of {@code benchmarks/peers}.
     *
     * @param work directory for its output other than responses
     */
    static PeerProcess python(String script, Path work, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(python().toString(), directory().resolve(script).toString()));
        command.addAll(List.of(arguments));
        return start(command, work.resolve(script + ".log"), environment);
    }

    /** Starts one of our classes in a separate JVM. */
    static PeerProcess java(Class<?> main, String heap, Path work, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Djava.awt.headless=true",
                "-Dorg.geor1.root=" + Installation.root(),
                "-Dai.djl.offline=true",
                "-DOPT_OUT_TRACKING=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        return start(command, work.resolve(main.getSimpleName() + ".log"), environment);
    }

    private static PeerProcess start(List<String> command, Path log, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        return new PeerProcess(builder.start(), log);
    }

    /** Its message when it first became ready. */
    JsonNode ready() {
        return ready;
    }

    /** Waits until the process is idle, so that it does not disturb another's turn. */
    JsonNode ask(JsonNode request) throws IOException {
        requests.write(request.toString());
        requests.write('\n');
        requests.flush();
        JsonNode answer = read();
        read();
        return answer;
    }

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            List<String> said = Files.readAllLines(log);
            String last = said.isEmpty() ? "nothing was said" : said.get(said.size() - 1);
            throw new IllegalStateException("the peer ended (" + last
                    + "); run benchmarks/peers/setup if it lacks something, or try its script by hand");
        }
        return JsonMapper.shared().readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
