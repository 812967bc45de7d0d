package org.geor1.vlm.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * The file of a model directory that names the style in which the model is asked. What styles there are is not known here.
 */
public final class PromptStyleFile {

    /** One line with the name of a style. */
    public static final String NAME = "prompt_style";

    private static final int MAX_BYTES = 64;
    private static final Pattern STYLE = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private PromptStyleFile() {}

    /**
     * The name in the file, or null if there is no such file.
     *
     * @throws CheckpointException if what the file holds cannot be a name
     */
    public static @Nullable String read(Path directory) {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            String name = new String(bytes, StandardCharsets.UTF_8).strip();
            if (bytes.length > MAX_BYTES || !STYLE.matcher(name).matches()) {
                throw new CheckpointException(NAME + ": expected one line with the name of a prompt style");
            }
            return name;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes the file, in place of another. */
    public static void write(Path directory, String style) {
        try {
            Files.writeString(directory.resolve(NAME), style + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
