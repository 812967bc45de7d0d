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

/** Knows the files in which weights lie, in the one format that is loaded and in others. */
public final class WeightFiles {

    /** The file of a checkpoint that is not sharded. */
    public static final String SINGLE = "model.safetensors";

    /** The list of shards, and of the tensors in each. */
    public static final String INDEX = "model.safetensors.index.json";

    private static final Predicate<String> PICKLED =
            Pattern.compile(".*\\.(bin|pt|pth|ckpt)").asMatchPredicate();
    private static final Predicate<String> GGUF =
            Pattern.compile("(?i).*\\.gguf").asMatchPredicate();
    private static final Predicate<String> SHARD =
            Pattern.compile("model-\\d+-of-\\d+\\.safetensors").asMatchPredicate();

    private WeightFiles() {}

    /** @throws CheckpointException telling in which form the weights are there, if not as shards with an index */
    static void requireIndex(Path directory) {
        List<String> names = names(directory);
        if (names.contains(INDEX)) {
            return;
        }
        first(names, SHARD).ifPresent(name -> {
            throw new CheckpointException(INDEX + ": no such file, though " + name + " is there; download it too");
        });
        refuseGguf(names);
        first(names, PICKLED).ifPresent(name -> {
            throw new CheckpointException(name + ": weights as a pickle, which could run any code when read; save them"
                    + " as safetensors: load them with transformers and save_pretrained with safe_serialization=True");
        });
        MissingFiles.require(directory.resolve(SINGLE));
    }

    /** Whether weights lie in {@code directory}, of whatever form. */
    public static boolean hasWeights(Path directory) {
        return Files.isDirectory(directory)
                && names(directory).stream()
                        .anyMatch(name -> name.equals(SINGLE)
                                || name.equals(INDEX)
                                || SHARD.or(GGUF).or(PICKLED).test(name));
    }

    /** @throws CheckpointException if a file of {@code names} holds weights in GGUF */
    public static void refuseGguf(List<String> names) {
        first(names, GGUF).ifPresent(name -> {
            throw gguf(name);
        });
    }

    public static boolean isGguf(String name) {
        return GGUF.test(name);
    }

    /** The refusal of a file in GGUF. */
    public static CheckpointException gguf(String name) {
        return new CheckpointException(
                name
                        + ": weights in GGUF, the format of llama.cpp; take the checkpoint in safetensors that they were made from");
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
