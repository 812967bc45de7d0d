package org.geor1.benchmarks.parity.golden;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.local.home.Installation;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.tokenizer.template.ChatMessage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files made by {@code benchmarks/parity/make_fixtures.py}; {@code README.md} beside them lists names and shapes. */
public final class Goldens {

    /** Name of the shipped checkpoint here. */
    public static final String NANO = "nano";

    private static final List<String> CHECKPOINTS = List.of("tied", "untied", "odd", NANO);

    private final Path directory;
    private final Path training;
    private final Map<String, Path> replaced;

    private Goldens(Path directory, Path training, Map<String, Path> replaced) {
        this.directory = directory;
        this.training = training;
        this.replaced = Map.copyOf(replaced);
    }

    public static Goldens committed() {
        Path libraries = Installation.root().resolve("libs");
        return new Goldens(
                libraries.resolve("vlm/src/test/resources/parity"),
                libraries.resolve("rl/src/test/resources/parity"),
                Map.of());
    }

    /** The same with another checkpoint under a name. */
    public Goldens with(String name, Path checkpoint) {
        return new Goldens(directory, training, Map.of(name, checkpoint));
    }

    public List<String> checkpoints() {
        return CHECKPOINTS;
    }

    public Path checkpoint(String name) {
        Path usual = name.equals(NANO) ? Installation.models().resolve("nano-base") : directory.resolve(name);
        return replaced.getOrDefault(name, usual);
    }

    public Path tokenizer() {
        return directory.resolve("tokenizer");
    }

    public Path template(String name) {
        return directory.resolve("templates/" + name + ".jinja");
    }

    public JsonNode json(String file) {
        return json(directory.resolve(file));
    }

    /** The reference values for losses and whole updates. */
    public JsonNode trainingJson(String file) {
        return json(training.resolve(file));
    }

    private static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Conversations by case name. */
    public Map<String, List<ChatMessage>> cases() {
        Map<String, List<ChatMessage>> cases = new LinkedHashMap<>();
        json("cases.json").properties().forEach(entry -> {
            List<ChatMessage> messages = new ArrayList<>();
            entry.getValue().path("messages").forEach(message -> messages.add(message(message)));
            cases.put(entry.getKey(), messages);
        });
        return cases;
    }

    public ChatMessage message(JsonNode node) {
        ChatMessage.Role role =
                ChatMessage.Role.valueOf(node.path("role").stringValue().toUpperCase(Locale.ROOT));
        if (node.path("content").isString()) {
            return ChatMessage.text(role, node.path("content").stringValue());
        }
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (JsonNode part : node.path("content")) {
            parts.add(
                    part.has("text")
                            ? new ChatPrompt.Text(part.path("text").stringValue())
                            : new ChatPrompt.Image(picture(part.path("image").stringValue())));
        }
        return new ChatMessage(role, parts);
    }

    public BufferedImage picture(String name) {
        try {
            return new ImageDecoder(ImageLimits.standard())
                    .decode(Files.readAllBytes(directory.resolve("images/" + name + ".png")))
                    .image();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What was recorded for a checkpoint and a case; the caller closes it. */
    public Safetensors open(String checkpoint, String caseName) {
        return Safetensors.open(directory.resolve("goldens/" + checkpoint + "." + caseName + ".safetensors"));
    }

    /** Tensors of no checkpoint; the caller closes it. */
    public Safetensors openFile(String file) {
        return Safetensors.open(directory.resolve(file));
    }

    /** Weights after whole updates; the caller closes it. */
    public Safetensors openTraining(String file) {
        return Safetensors.open(training.resolve(file));
    }

    public static int[] ints(Safetensors file, String name) {
        LongBuffer buffer = file.bytes(name).asLongBuffer();
        return IntStream.range(0, buffer.remaining())
                .map(i -> Math.toIntExact(buffer.get(i)))
                .toArray();
    }
}
