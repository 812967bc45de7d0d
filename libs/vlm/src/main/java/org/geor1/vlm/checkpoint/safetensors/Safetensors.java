package org.geor1.vlm.checkpoint.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.file.MissingFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Read-only tensors of one safetensors file, or of the shards that {@code model.safetensors.index.json} lists. Tensor
 * bytes are memory-mapped on demand, so opening reads only the headers.
 *
 * <p>Mapped buffers stay valid after {@link #close}; the files must not be truncated while one is in use.
 */
public final class Safetensors implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Safetensors.class);

    private static final int CHUNK_BYTES = 1 << 30;
    private static final long MAX_INDEX_BYTES = 64L << 20;
    /** A bare file name, which cannot lead out of the checkpoint's directory. */
    private static final Pattern SHARD_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,200}\\.safetensors");

    private record Location(FileChannel channel, long offset, TensorInfo info) {}

    private final Map<String, Location> tensors = new LinkedHashMap<>();
    private final List<FileChannel> channels = new ArrayList<>();

    private Safetensors() {}

    /**
     * Opens a {@code .safetensors} file, or a directory holding {@code model.safetensors} or an index with its shards.
     * If both exist, the single file is used, as in {@code transformers}, and a warning is logged.
     *
     * @throws CheckpointException if a header or the index is not valid
     */
    public static Safetensors open(Path fileOrDirectory) {
        Safetensors result = new Safetensors();
        try {
            if (!Files.isDirectory(fileOrDirectory)) {
                result.add(fileOrDirectory);
            } else if (Files.exists(fileOrDirectory.resolve(WeightFiles.SINGLE))) {
                if (Files.exists(fileOrDirectory.resolve(WeightFiles.INDEX))) {
                    log.warn("{}: loading {} and ignoring {}", fileOrDirectory, WeightFiles.SINGLE, WeightFiles.INDEX);
                }
                result.add(fileOrDirectory.resolve(WeightFiles.SINGLE));
            } else {
                WeightFiles.requireIndex(fileOrDirectory);
                result.addShards(fileOrDirectory);
            }
            return result;
        } catch (RuntimeException e) {
            result.close();
            throw e;
        }
    }

    private void addShards(Path directory) {
        JsonNode weightMap = JsonFiles.readObject(directory.resolve(WeightFiles.INDEX), MAX_INDEX_BYTES)
                .path("weight_map");
        Map<String, Set<String>> namesByShard = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap.properties()) {
            String shard = entry.getValue().isString() ? entry.getValue().stringValue() : "";
            if (!SHARD_NAME.matcher(shard).matches()) {
                throw new CheckpointException(WeightFiles.INDEX
                        + ": weight_map: expected the name of a shard file, found " + entry.getValue());
            }
            namesByShard.computeIfAbsent(shard, s -> new TreeSet<>()).add(entry.getKey());
        }
        if (namesByShard.isEmpty()) {
            throw new CheckpointException(WeightFiles.INDEX + ": weight_map is missing or empty");
        }
        namesByShard.forEach((shard, names) -> {
            Set<String> found = add(directory.resolve(shard));
            if (!found.equals(names)) {
                throw new CheckpointException(WeightFiles.INDEX + " and " + shard + " disagree: only in the index "
                        + difference(names, found) + ", only in the shard " + difference(found, names));
            }
        });
    }

    private static Set<String> difference(Set<String> left, Set<String> right) {
        Set<String> result = new TreeSet<>(left);
        result.removeAll(right);
        return result;
    }

    private Set<String> add(Path file) {
        String label = String.valueOf(file.getFileName());
        MissingFiles.require(file);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            channels.add(channel);
            SafetensorsHeader header = SafetensorsHeader.read(label, channel);
            header.entries().forEach((name, entry) -> {
                Location location = new Location(channel, header.dataStart() + entry.begin(), entry.info());
                if (tensors.putIfAbsent(name, location) != null) {
                    throw new CheckpointException(label + ": tensor '" + name + "' is in two shards");
                }
            });
            return header.entries().keySet();
        } catch (IOException e) {
            throw new CheckpointException(label + ": cannot be read", e);
        }
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(tensors.keySet());
    }

    public TensorInfo info(String name) {
        return location(name).info();
    }

    /** All bytes of a tensor of at most 1 GiB, little-endian and read-only. Use {@link #chunks} for larger ones. */
    public ByteBuffer bytes(String name) {
        List<ByteBuffer> chunks = chunks(name);
        if (chunks.size() != 1) {
            throw new CheckpointException(
                    "tensor '" + name + "' of " + info(name).byteLength() + " bytes must be read in chunks");
        }
        return chunks.get(0);
    }

    /** The bytes of a tensor as consecutive little-endian, read-only buffers of at most 1 GiB; at least one. */
    public List<ByteBuffer> chunks(String name) {
        Location location = location(name);
        long length = location.info().byteLength();
        List<ByteBuffer> chunks = new ArrayList<>();
        long done = 0;
        do {
            chunks.add(map(name, location, done, Math.min(CHUNK_BYTES, length - done)));
            done += CHUNK_BYTES;
        } while (done < length);
        return chunks;
    }

    /** A floating-point tensor as fp32. Copies, so meant for tests and small tensors. */
    public float[] floats(String name) {
        return FloatBits.toFloats(bytes(name), info(name).dtype());
    }

    /** @throws CheckpointException naming the first floating tensor of {@code names} that holds a NaN or an infinity */
    public void requireFinite(Collection<String> names) {
        for (String name : names) {
            DType dtype = info(name).dtype();
            if (!dtype.isFloating()) {
                continue;
            }
            for (ByteBuffer chunk : chunks(name)) {
                if (!FloatBits.isFinite(chunk, dtype)) {
                    throw new CheckpointException("tensor '" + name + "' holds NaN or infinity");
                }
            }
        }
    }

    private Location location(String name) {
        Location location = tensors.get(name);
        if (location == null) {
            throw new CheckpointException("tensor '" + name + "' is missing");
        }
        return location;
    }

    private static ByteBuffer map(String name, Location location, long offset, long length) {
        try {
            return location.channel()
                    .map(FileChannel.MapMode.READ_ONLY, location.offset() + offset, length)
                    .order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new CheckpointException("tensor '" + name + "' cannot be mapped", e);
        }
    }

    @Override
    public void close() {
        try {
            for (FileChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
