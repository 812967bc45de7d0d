package org.geor1.vlm.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Knows directories of models in a form that cannot be loaded, by the files that lie there. */
final class ForeignFiles {

    private static final String ADAPTER = "adapter_config.json";

    private static final String MERGE =
            "merge it into its model (merge_and_unload, then save_pretrained) and load that";

    /** Written beside weights whose configuration may not say so. */
    private static final Map<String, String> QUANTIZED =
            Map.of("quantize_config.json", "GPTQ", "quant_config.json", "AWQ", "hf_quant_config.json", "ModelOpt");

    private static final Predicate<String> PICKLED =
            Pattern.compile(".*\\.(bin|pt|pth|ckpt)").asMatchPredicate();
    private static final Predicate<String> GGUF =
            Pattern.compile("(?i).*\\.gguf").asMatchPredicate();
    private static final Predicate<String> SHARD =
            Pattern.compile("model-\\d+-of-\\d+\\.safetensors").asMatchPredicate();

    private ForeignFiles() {}

    /** @throws CheckpointException in one line, if {@code directory} is none, or no model that can be loaded */
    static void refuse(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw GGUF.test(String.valueOf(directory.getFileName()))
                    ? gguf(String.valueOf(directory.getFileName()))
                    : new CheckpointException(directory + ": no such directory");
        }
        List<String> names = names(directory);
        if (names.contains(ADAPTER)) {
            throw new CheckpointException(
                    names.contains(Safetensors.SINGLE) || names.contains(Safetensors.INDEX)
                            ? ADAPTER + ": an adapter lies beside the model's weights, and it is not clear whether it"
                                    + " counts: " + MERGE + ", or move it away"
                            : ADAPTER + ": this is a PEFT adapter without the model that it changes; " + MERGE);
        }
        if (!names.contains(Qwen25VlConfig.FILE)) {
            first(names, GGUF).ifPresent(name -> {
                throw gguf(name);
            });
        }
        QUANTIZED.forEach((name, method) -> {
            if (names.contains(name)) {
                throw ForeignModels.quantized(name, method);
            }
        });
    }

    /** @throws CheckpointException telling in which form the weights are there, if not as shards with an index */
    static void requireIndex(Path directory) {
        List<String> names = names(directory);
        if (names.contains(Safetensors.INDEX)) {
            return;
        }
        first(names, SHARD).ifPresent(name -> {
            throw new CheckpointException(
                    Safetensors.INDEX + ": no such file, though " + name + " is there; download it too");
        });
        first(names, GGUF).ifPresent(name -> {
            throw gguf(name);
        });
        first(names, PICKLED).ifPresent(name -> {
            throw new CheckpointException(name + ": weights as a pickle, which could run any code when read; save them"
                    + " as safetensors: load them with transformers and save_pretrained with safe_serialization=True");
        });
        MissingFiles.require(directory.resolve(Safetensors.SINGLE));
    }

    static boolean hasWeights(Path directory) {
        return Files.isDirectory(directory)
                && names(directory).stream()
                        .anyMatch(name -> name.equals(Safetensors.SINGLE)
                                || name.equals(Safetensors.INDEX)
                                || SHARD.or(GGUF).or(PICKLED).test(name));
    }

    private static CheckpointException gguf(String name) {
        return new CheckpointException(
                name
                        + ": weights in GGUF, the format of llama.cpp; take the checkpoint in safetensors that they were made from");
    }

    private static Optional<String> first(List<String> names, Predicate<String> kind) {
        return names.stream().filter(kind).findFirst();
    }

    private static List<String> names(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new CheckpointException(directory.getFileName() + ": cannot be read", e);
        }
    }
}
