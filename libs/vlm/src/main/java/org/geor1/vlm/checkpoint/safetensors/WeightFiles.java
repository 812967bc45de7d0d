package org.geor1.vlm.checkpoint.safetensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.MissingFiles;

/** Recognises weight files, both in safetensors, the one supported format, and in others. */
public final class WeightFiles {

    /** The weight file of an unsharded checkpoint. */
    public static final String SINGLE = "model.safetensors";

    /** Lists the shards and the tensors in each. */
    public static final String INDEX = "model.safetensors.index.json";

    private static final Predicate<String> PICKLED =
            Pattern.compile(".*\\.(bin|pt|pth|ckpt)").asMatchPredicate();
    private static final Predicate<String> GGUF =
            Pattern.compile("(?i).*\\.gguf").asMatchPredicate();
    private static final Predicate<String> SHARD =
            Pattern.compile("model-\\d+-of-\\d+\\.safetensors").asMatchPredicate();

    private WeightFiles() {}

    /** @throws CheckpointException naming the form the weights are in, unless they are shards with an index */
    static void requireIndex(Path directory) {
        List<String> names = names(directory);
        if (names.contains(INDEX)) {
            return;
        }
        first(names, SHARD).ifPresent(name -> {
            throw new CheckpointException(
                    INDEX + ": no such file, although " + name + " exists; download the index too");
        });
        refuseGguf(names);
        first(names, PICKLED).ifPresent(name -> {
            throw new CheckpointException(
                    name + ": weights stored as a pickle, which can run arbitrary code when loaded; save them"
                            + " as safetensors: load them with transformers, then call save_pretrained(safe_serialization=True)");
        });
        MissingFiles.require(directory.resolve(SINGLE));
    }

    /** Whether {@code directory} holds weights in any form. */
    public static boolean hasWeights(Path directory) {
        return Files.isDirectory(directory)
                && names(directory).stream()
                        .anyMatch(name -> name.equals(SINGLE)
                                || name.equals(INDEX)
                                || SHARD.or(GGUF).or(PICKLED).test(name));
    }

    /** @throws CheckpointException if one of the files {@code names} is GGUF */
    public static void refuseGguf(List<String> names) {
        first(names, GGUF).ifPresent(name -> {
            throw gguf(name);
        });
    }

    public static boolean isGguf(String name) {
        return GGUF.test(name);
    }

    /** The error for a GGUF file. */
    public static CheckpointException gguf(String name) {
        return new CheckpointException(
                name
                        + ": weights in GGUF, the format of llama.cpp; use the safetensors checkpoint they were converted from");
    }

    private static Optional<String> first(List<String> names, Predicate<String> kind) {
        return names.stream().filter(kind).findFirst();
    }

    /** Names of the files in {@code directory}, sorted. */
    public static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException(directory.getFileName() + ": cannot be read", e);
        }
    }
}
