package org.geor1.vlm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;

/** Checkpoints made of {@code models/nano-base} and the files of {@code src/test/resources/checkpoints}. */
public final class FieldCheckpoints {

    public static final Path NANO = Path.of("../../models/nano-base");

    private static final Path CASES = Path.of("src/test/resources/checkpoints");

    private FieldCheckpoints() {}

    /** Creates the case {@code name} as a complete checkpoint in {@code directory}. */
    public static Path make(String name, Path directory) throws IOException {
        copy(NANO, directory);
        Path files = CASES.resolve(name);
        copy(files, directory);
        Path absent = directory.resolve("ABSENT");
        if (Files.exists(absent)) {
            for (String file : Files.readAllLines(absent)) {
                Files.delete(directory.resolve(file));
            }
            Files.delete(absent);
        }
        return directory;
    }

    /** A copy of nano-base. */
    public static Path nano(Path directory) throws IOException {
        copy(NANO, directory);
        return directory;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** Replaces {@code old} in a file of {@code directory}, which must hold it. */
    static void edit(Path directory, String file, String old, String replacement) throws IOException {
        String text = Files.readString(directory.resolve(file));
        if (!text.contains(old)) {
            throw new IllegalArgumentException(file + " does not hold " + old);
        }
        Files.writeString(directory.resolve(file), text.replace(old, replacement));
    }

    /** Replaces {@code model.safetensors} in {@code directory}: its own tensors under these names, and {@code more}. */
    static void store(Path directory, UnaryOperator<String> names, List<Tensor> more) throws IOException {
        Path old = directory.resolve("model.safetensors");
        Path next = directory.resolve("next.safetensors");
        try (Safetensors stored = Safetensors.open(old)) {
            Stream<Tensor> own = stored.names().stream()
                    .map(name -> Tensor.of(
                            names.apply(name),
                            stored.info(name).dtype(),
                            stored.info(name).shape(),
                            stored.bytes(name)));
            SafetensorsWriter.writeFile(next, Stream.concat(own, more.stream()).toList());
        }
        Files.move(next, old, StandardCopyOption.REPLACE_EXISTING);
    }
}
