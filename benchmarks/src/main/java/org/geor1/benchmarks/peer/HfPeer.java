package org.geor1.benchmarks.peer;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Installation;
import org.geor1.vlm.ChatPrompt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Hugging Face {@code generate} in a process of its own, which answers one request after the other. */
final class HfPeer implements AutoCloseable {

    /** What a request took. */
    record Answer(long tokens, double seconds) {
        double tokensPerSecond() {
            return tokens / seconds;
        }
    }

    private final Process process;
    private final Writer requests;
    private final BufferedReader answers;

    private HfPeer(Process process) {
        this.process = process;
        this.requests = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
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
     * Starts the peer on a checkpoint.
     *
     * @param work directory into which the prompts are written
     */
    static HfPeer start(Path checkpoint, List<ChatPrompt> prompts, Path work, int threads) throws IOException {
        write(prompts, work);
        HfPeer peer = new HfPeer(new ProcessBuilder(
                        python().toString(),
                        directory().resolve("hf_generate.py").toString(),
                        checkpoint.toString(),
                        work.toString(),
                        "" + threads)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
        peer.read();
        return peer;
    }

    private static void write(List<ChatPrompt> prompts, Path work) throws IOException {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        for (int i = 0; i < prompts.size(); i++) {
            ArrayNode parts = all.addArray();
            for (ChatPrompt.Part part : prompts.get(i).parts()) {
                if (part instanceof ChatPrompt.Text text) {
                    parts.addObject().put("text", text.text());
                } else if (part instanceof ChatPrompt.Image image) {
                    String file = i + "-" + parts.size() + ".png";
                    BufferedImage pixels = image.pixels();
                    ImageIO.write(pixels, "png", work.resolve(file).toFile());
                    parts.addObject().put("image", file);
                }
            }
        }
        Files.writeString(work.resolve("prompts.json"), all.toString());
    }

    /** Draws {@code n} completions of each of the first {@code prompts} prompts at temperature 1. */
    Answer generate(int prompts, int n, int maxTokens, long seed) throws IOException {
        requests.write(JsonMapper.shared()
                .createObjectNode()
                .put("prompts", prompts)
                .put("n", n)
                .put("max_new_tokens", maxTokens)
                .put("seed", seed)
                .toString());
        requests.write('\n');
        requests.flush();
        JsonNode answer = read();
        return new Answer(answer.path("tokens").asLong(), answer.path("seconds").asDouble());
    }

    private JsonNode read() throws IOException {
        String line = answers.readLine();
        if (line == null) {
            throw new IllegalStateException("the peer ended; run benchmarks/peers/setup and try its script by hand");
        }
        return JsonMapper.shared().readTree(line);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
