package org.geor1.vlm.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.geor1.vlm.checkpoint.file.AtomicFile;
import org.geor1.vlm.checkpoint.file.Channels;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Streams tensors into {@code model.safetensors}, or into shards with an index when they exceed a shard's size, named
 * as {@code transformers} names them. Tensors are requested one at a time. Each file is forced to disk before it gets
 * its final name, and the index is written last.
 */
public final class SafetensorsWriter {

    /** The shard size that {@code save_pretrained} used for most published checkpoints. */
    public static final long DEFAULT_SHARD_BYTES = 5_000_000_000L;

    private static final int BUFFER_BYTES = 1 << 20;

    private SafetensorsWriter() {}

    /** Produces a tensor's little-endian bytes; called once per tensor, in file order. */
    @FunctionalInterface
    public interface Content {
        void writeTo(WritableByteChannel out) throws IOException;
    }

    /** A tensor to write. */
    public record Tensor(String name, TensorInfo info, Content content) {

        /** Converts fp32 values to {@code dtype} (F32, BF16 or F16) while writing. */
        public static Tensor of(String name, DType dtype, List<Long> shape, float[] values) {
            TensorInfo info = TensorInfo.of(dtype, shape);
            if (info.elements() != values.length) {
                throw new CheckpointException("tensor '" + name + "': shape " + shape + " needs " + info.elements()
                        + " values, found " + values.length);
            }
            return new Tensor(name, info, out -> writeFloats(out, dtype, values));
        }

        /** Copies {@code bytes} starting at its position; they are already little-endian. */
        public static Tensor of(String name, DType dtype, List<Long> shape, ByteBuffer bytes) {
            return new Tensor(name, new TensorInfo(dtype, shape, bytes.remaining()), out -> {
                ByteBuffer source = bytes.duplicate();
                while (source.hasRemaining()) {
                    out.write(source);
                }
            });
        }
    }

    /** Writes {@code tensors} to the single file {@code file}. */
    public static void writeFile(Path file, List<Tensor> tensors) {
        requireDistinct(tensors);
        AtomicFile.write(file, channel -> writeBody(channel, tensors));
    }

    /**
     * Writes {@code tensors} into {@code directory}, filling shards in the given order.
     *
     * @throws CheckpointException if the directory already holds weights, since two checkpoints must never mix
     */
    public static void write(Path directory, List<Tensor> tensors, long maxShardBytes) {
        requireDistinct(tensors);
        if (Files.exists(directory.resolve(WeightFiles.SINGLE)) || Files.exists(directory.resolve(WeightFiles.INDEX))) {
            throw new CheckpointException(directory.getFileName() + ": already holds weights");
        }
        List<List<Tensor>> shards = split(tensors, maxShardBytes);
        if (shards.size() == 1) {
            writeFile(directory.resolve(WeightFiles.SINGLE), tensors);
            return;
        }
        ObjectNode index = JsonFiles.newObject();
        long totalBytes = tensors.stream().mapToLong(t -> t.info().byteLength()).sum();
        index.putObject("metadata").put("total_size", totalBytes);
        ObjectNode weightMap = index.putObject("weight_map");
        for (int i = 0; i < shards.size(); i++) {
            String name = String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", i + 1, shards.size());
            writeFile(directory.resolve(name), shards.get(i));
            shards.get(i).forEach(tensor -> weightMap.put(tensor.name(), name));
        }
        JsonFiles.write(directory.resolve(WeightFiles.INDEX), index);
    }

    private static void requireDistinct(List<Tensor> tensors) {
        Set<String> names = new HashSet<>();
        for (Tensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new CheckpointException("tensor '" + tensor.name() + "' is given twice");
            }
        }
    }

    private static List<List<Tensor>> split(List<Tensor> tensors, long maxShardBytes) {
        List<List<Tensor>> shards = new ArrayList<>();
        shards.add(new ArrayList<>());
        long used = 0;
        for (Tensor tensor : tensors) {
            if (used > 0 && used + tensor.info().byteLength() > maxShardBytes) {
                shards.add(new ArrayList<>());
                used = 0;
            }
            shards.get(shards.size() - 1).add(tensor);
            used += tensor.info().byteLength();
        }
        return shards;
    }

    private static void writeBody(FileChannel channel, List<Tensor> tensors) throws IOException {
        // Widest elements first keeps every tensor aligned; the reference implementation orders likewise.
        List<Tensor> ordered = tensors.stream()
                .sorted(Comparator.<Tensor>comparingInt(t -> -t.info().dtype().bytes())
                        .thenComparing(Tensor::name))
                .toList();
        byte[] header = header(ordered);
        Channels.writeFully(
                channel,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(header.length)
                        .array());
        Channels.writeFully(channel, header);
        for (Tensor tensor : ordered) {
            long before = channel.position();
            tensor.content().writeTo(channel);
            long written = channel.position() - before;
            if (written != tensor.info().byteLength()) {
                throw new CheckpointException("tensor '" + tensor.name() + "': expected "
                        + tensor.info().byteLength() + " bytes, its source wrote " + written);
            }
        }
    }

    private static byte[] header(List<Tensor> ordered) {
        ObjectNode root = JsonFiles.newObject();
        root.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Tensor tensor : ordered) {
            ObjectNode node = root.putObject(tensor.name());
            node.put("dtype", tensor.info().dtype().name());
            ArrayNode shape = node.putArray("shape");
            tensor.info().shape().forEach(shape::add);
            node.putArray("data_offsets").add(offset).add(offset + tensor.info().byteLength());
            offset += tensor.info().byteLength();
        }
        byte[] json = JsonFiles.compactBytes(root);
        int padding = -json.length & 7;
        return (new String(json, StandardCharsets.UTF_8) + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
    }

    private static void writeFloats(WritableByteChannel out, DType dtype, float[] values) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < values.length; ) {
            buffer.clear();
            for (; i < values.length && buffer.remaining() >= dtype.bytes(); i++) {
                FloatBits.put(buffer, dtype, values[i]);
            }
            buffer.flip();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }
}
