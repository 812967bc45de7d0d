package org.geor1.benchmarks.parity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.geor1.benchmarks.files.Directories;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.geor1.vlm.checkpoint.safetensors.WeightFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rewrites a sharded checkpoint from {@code save_pretrained} and compares names of files and weights, types and bytes.
 * The goldens show that {@code transformers} reads our files: it computed those of the shipped model from them.
 */
final class CheckpointChecks {

    private static final String SAVED_BY_TRANSFORMERS = "odd";

    private CheckpointChecks() {}

    static List<Check> of(Goldens goldens) {
        Path original = goldens.checkpoint(SAVED_BY_TRANSFORMERS);
        Path copy = Directories.temporary();
        try (Checkpoint source = Checkpoint.open(original)) {
            List<Tensor> tensors = new ArrayList<>();
            for (List<String> shard : shards(original)) {
                for (String name : shard) {
                    tensors.add(Tensor.of(
                            name, source.info(name).dtype(), source.info(name).shape(), source.bytes(name)));
                }
            }
            SafetensorsWriter.write(copy, tensors, largestShard(original));
            return List.of(
                    new Check(
                            SAVED_BY_TRANSFORMERS,
                            "names of saved files",
                            0,
                            files(original).equals(files(copy)) ? 0 : 1),
                    new Check(
                            SAVED_BY_TRANSFORMERS,
                            "index of saved shards",
                            0,
                            weightMap(original).equals(weightMap(copy)) ? 0 : 1),
                    new Check(
                            SAVED_BY_TRANSFORMERS,
                            "saved weights that differ in type, shape or bytes",
                            0,
                            differing(original, copy)));
        } finally {
            Directories.delete(copy);
        }
    }

    private static Map<String, String> weightMap(Path directory) {
        try {
            JsonNode index = JsonMapper.shared().readTree(Files.readAllBytes(directory.resolve(WeightFiles.INDEX)));
            Map<String, String> shards = new TreeMap<>();
            index.path("weight_map")
                    .properties()
                    .forEach(
                            entry -> shards.put(entry.getKey(), entry.getValue().stringValue()));
            return shards;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<List<String>> shards(Path directory) {
        Map<String, List<String>> byShard = new TreeMap<>();
        weightMap(directory)
                .forEach((name, shard) ->
                        byShard.computeIfAbsent(shard, s -> new ArrayList<>()).add(name));
        return List.copyOf(byShard.values());
    }

    /** Size of the weights in the fullest shard: with this limit, the same weights give the same shards. */
    private static long largestShard(Path directory) {
        try (Safetensors all = Safetensors.open(directory)) {
            return shards(directory).stream()
                    .mapToLong(names -> names.stream()
                            .mapToLong(name -> all.info(name).byteLength())
                            .sum())
                    .max()
                    .orElseThrow();
        }
    }

    private static List<String> files(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("model"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int differing(Path original, Path copy) {
        int differing = 0;
        try (Safetensors left = Safetensors.open(original);
                Safetensors right = Safetensors.open(copy)) {
            for (String name : left.names()) {
                boolean same = right.names().contains(name)
                        && left.info(name).equals(right.info(name))
                        && left.bytes(name).equals(right.bytes(name));
                differing += same ? 0 : 1;
            }
            return differing + Math.abs(left.names().size() - right.names().size());
        }
    }
}
