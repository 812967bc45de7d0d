package org.geor1.rl.pass;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.vlm.ChatPrompt;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The checkpoints and prompts on which libs/vlm is compared with {@code transformers}. */
final class ParityFiles {

    private static final Path PARITY = Path.of("../vlm/src/test/resources/parity");
    private static final JsonMapper JSON = new JsonMapper();

    private ParityFiles() {}

    /** A file or directory; fails if it is missing, since no test may pass without it. */
    static Path path(String name) {
        Path path = PARITY.resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; benchmarks/parity/README.md explains how to make it");
        }
        return path;
    }

    /** The user's turn of a case in {@code cases.json}. */
    static ChatPrompt prompt(String caseName) throws IOException {
        JsonNode messages = JSON.readTree(Files.readAllBytes(path("cases.json")))
                .path(caseName)
                .path("messages");
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (JsonNode part : messages.get(messages.size() - 1).path("content")) {
            parts.add(
                    part.has("text")
                            ? new ChatPrompt.Text(part.path("text").stringValue())
                            : new ChatPrompt.Image(picture(part.path("image").stringValue())));
        }
        return new ChatPrompt(null, parts);
    }

    private static BufferedImage picture(String name) throws IOException {
        return new ImageDecoder(ImageLimits.standard())
                .decode(Files.readAllBytes(path("images/" + name + ".png")))
                .image();
    }
}
