package org.geor1.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.geor1.local.home.Installation;
import org.geor1.vlm.checkpoint.PromptStyleFile;

/** A real Qwen2.5-VL with random weights under the name of the base model, small enough to train in a test. */
public final class TinyModel {

    private TinyModel() {}

    /** Creates a models directory that contains it as {@code nano-base}. */
    public static Path asBase(Path models) throws IOException {
        as(models, "nano-base");
        return models;
    }

    /** Adds it to a models directory, under another name. */
    static Path as(Path models, String name) throws IOException {
        Path from = Installation.root().resolve("libs/vlm/src/test/resources/parity/tied");
        Path to = Files.createDirectories(models.resolve(name));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        PromptStyleFile.write(to, "nano");
        return to;
    }
}
