package org.geor1.vlm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Files of a checkpoint beside its weights and {@code config.json}, which training leaves as they are. */
public final class CompanionFiles {

    /** Files that say how texts and pictures are encoded and completions drawn. */
    public static final List<String> NAMES = List.of(
            "tokenizer.json",
            "tokenizer_config.json",
            "vocab.json",
            "merges.txt",
            "added_tokens.json",
            "special_tokens_map.json",
            "chat_template.json",
            "chat_template.jinja",
            "preprocessor_config.json",
            "video_preprocessor_config.json",
            "processor_config.json",
            "generation_config.json");

    /** Who made it, and what it may be used for. */
    private static final Pattern PAPERS = Pattern.compile("(LICEN[CS]E|NOTICE|README)[A-Za-z0-9._-]{0,40}");

    private static final long MAX_BYTES = 64L << 20;

    private CompanionFiles() {}

    /**
     * Copies those of {@code source} into {@code target}. What a link leads to is copied, as in Hugging Face's cache.
     *
     * @throws CheckpointException if one is larger than 64 MiB
     */
    public static void copy(Path source, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(source)) {
            files = entries.filter(CompanionFiles::isCompanion)
                    .filter(Files::isRegularFile)
                    .toList();
        }
        for (Path file : files) {
            if (Files.size(file) > MAX_BYTES) {
                throw new CheckpointException(
                        file.getFileName() + ": expected at most " + MAX_BYTES + " bytes, found " + Files.size(file));
            }
            Files.copy(file, target.resolve(String.valueOf(file.getFileName())));
        }
    }

    private static boolean isCompanion(Path file) {
        String name = String.valueOf(file.getFileName());
        return NAMES.contains(name) || PAPERS.matcher(name).matches();
    }
}
