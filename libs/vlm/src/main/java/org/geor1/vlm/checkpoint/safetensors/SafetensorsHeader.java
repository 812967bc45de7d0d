package org.geor1.vlm.checkpoint.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.Channels;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.file.MissingFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The validated header of one safetensors file. The file holds an eight-byte little-endian length, a JSON object, then
 * data that the tensors must cover exactly, with no hole, overlap or remainder.
 *
 * @param dataStart file offset of the first data byte
 * @param entries tensors by name, in data order
 */
record SafetensorsHeader(long dataStart, Map<String, Entry> entries) {

    /** The limit of the format's reference implementation. */
    static final long MAX_HEADER_BYTES = 100_000_000;

    private static final int MAX_TENSORS = 200_000;
    private static final int MAX_RANK = 16;

    /** @param begin offset of the tensor's first byte, from {@code dataStart} */
    record Entry(TensorInfo info, long begin) {}

    static SafetensorsHeader read(String label, FileChannel channel) throws IOException {
        long fileSize = channel.size();
        MissingFiles.refuseStandIn(
                label, Channels.readFully(channel, 0, (int) Math.min(fileSize, MissingFiles.START_BYTES)));
        if (fileSize < 8) {
            throw new CheckpointException(label + ": expected at least 8 bytes, found " + fileSize);
        }
        long length = ByteBuffer.wrap(Channels.readFully(channel, 0, 8))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 2 || length > MAX_HEADER_BYTES) {
            throw new CheckpointException(label + ": header length: expected 2 to " + MAX_HEADER_BYTES + ", found "
                    + Long.toUnsignedString(length));
        }
        if (length > fileSize - 8) {
            throw new CheckpointException(
                    label + ": header of " + length + " bytes does not fit a file of " + fileSize + " bytes");
        }
        byte[] json = Channels.readFully(channel, 8, (int) length);
        if (json[0] != '{') {
            throw new CheckpointException(label + ": header does not start with '{'");
        }
        long dataStart = 8 + length;
        return new SafetensorsHeader(
                dataStart, parse(label, JsonFiles.parseObject(label + " header", json), fileSize - dataStart));
    }

    private static Map<String, Entry> parse(String label, ObjectNode header, long dataBytes) {
        if (header.size() > MAX_TENSORS) {
            throw new CheckpointException(
                    label + ": expected at most " + MAX_TENSORS + " tensors, found " + header.size());
        }
        List<Map.Entry<String, Entry>> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : header.properties()) {
            if (!property.getKey().equals("__metadata__")) {
                found.add(Map.entry(property.getKey(), entry(label, property.getKey(), property.getValue())));
            }
        }
        found.sort(Comparator.<Map.Entry<String, Entry>>comparingLong(
                        e -> e.getValue().begin())
                .thenComparingLong(e -> e.getValue().info().byteLength()));
        Map<String, Entry> entries = new LinkedHashMap<>();
        long covered = 0;
        for (Map.Entry<String, Entry> tensor : found) {
            Entry entry = tensor.getValue();
            if (entry.begin() != covered) {
                throw new CheckpointException(label + ": tensor '" + tensor.getKey() + "': "
                        + (entry.begin() < covered ? "overlap" : "hole") + ": expected data to start at " + covered
                        + ", found " + entry.begin());
            }
            if (entry.info().byteLength() > dataBytes - covered) {
                throw new CheckpointException(label + ": tensor '" + tensor.getKey() + "' ends beyond the file's "
                        + dataBytes + " data bytes");
            }
            covered += entry.info().byteLength();
            entries.put(tensor.getKey(), entry);
        }
        if (covered != dataBytes) {
            throw new CheckpointException(label + ": tensors cover " + covered + " bytes, the file holds " + dataBytes);
        }
        return entries;
    }

    private static Entry entry(String label, String name, JsonNode node) {
        String where = label + ": tensor '" + name + "': ";
        DType dtype = dtype(where, node.path("dtype"));
        JsonNode shapeNode = node.path("shape");
        if (!shapeNode.isArray() || shapeNode.size() > MAX_RANK) {
            throw new CheckpointException(where + "expected a shape of at most " + MAX_RANK + " sizes");
        }
        List<Long> shape = new ArrayList<>();
        for (JsonNode size : shapeNode) {
            shape.add(nonNegative(where + "shape", size));
        }
        JsonNode offsets = node.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2) {
            throw new CheckpointException(where + "expected two data_offsets");
        }
        long begin = nonNegative(where + "data_offsets", offsets.get(0));
        long end = nonNegative(where + "data_offsets", offsets.get(1));
        if (end < begin) {
            throw new CheckpointException(where + "data_offsets end at " + end + " before they begin at " + begin);
        }
        try {
            return new Entry(new TensorInfo(dtype, shape, end - begin), begin);
        } catch (CheckpointException e) {
            throw new CheckpointException(where + e.getMessage(), e);
        }
    }

    private static DType dtype(String where, JsonNode node) {
        String name = node.isString() ? node.stringValue() : "";
        for (DType dtype : DType.values()) {
            if (dtype.name().equals(name)) {
                return dtype;
            }
        }
        throw new CheckpointException(where + "dtype: expected one of " + List.of(DType.values()) + ", found " + node);
    }

    private static long nonNegative(String where, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new CheckpointException(where + ": expected an integer from 0 to 2^63-1, found " + node);
        }
        return node.longValue();
    }
}
