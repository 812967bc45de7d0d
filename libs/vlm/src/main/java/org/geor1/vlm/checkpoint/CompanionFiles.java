package org.geor1.vlm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** The files of a checkpoint other than its weights and {@code config.json}. Training leaves them unchanged. */
public final class CompanionFiles {

    /** Files that say how questions are worded, how text and pictures are encoded and how completions are sampled. */
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
            "generation_config.json",
            PromptStyleFile.NAME);

    /** Its authors and licence. */
    private static final Pattern PAPERS = Pattern.compile("(LICEN[CS]E|NOTICE|README)[A-Za-z0-9._-]{0,40}");

    private static final long MAX_BYTES = 64L << 20;

    private CompanionFiles() {}

    /**
     * Copies the companion files of {@code source} into {@code target}. Links, as in Hugging Face's cache, are
     * followed.
     *
     * @throws CheckpointException if a file is larger than 64 MiB
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
