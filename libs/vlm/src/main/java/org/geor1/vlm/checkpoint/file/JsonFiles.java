package org.geor1.vlm.checkpoint.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the small JSON files of a checkpoint. Size and depth are bounded, and repeated keys are refused. NaN and
 * infinities are read and written as Python's json module does, since it writes them into fields such as
 * {@code initializer_range}.
 */
public final class JsonFiles {

    private static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private JsonFiles() {}

    /**
     * The JSON object in {@code file}.
     *
     * @throws CheckpointException if the file is missing, longer than {@code maxBytes} or not a JSON object
     */
    public static ObjectNode readObject(Path file, long maxBytes) {
        MissingFiles.require(file);
        try {
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new CheckpointException(
                        file.getFileName() + ": expected at most " + maxBytes + " bytes, found " + size);
            }
            return parseObject(String.valueOf(file.getFileName()), Files.readAllBytes(file));
        } catch (IOException e) {
            throw new CheckpointException(file.getFileName() + ": cannot be read", e);
        }
    }

    /** The JSON object in {@code json}; {@code label} names the source in errors. */
    public static ObjectNode parseObject(String label, byte[] json) {
        MissingFiles.refuseStandIn(label, json);
        try {
            JsonNode node = MAPPER.readTree(json);
            if (node instanceof ObjectNode object) {
                return object;
            }
            throw new CheckpointException(label + ": expected a JSON object");
        } catch (JacksonException e) {
            throw new CheckpointException(label + ": not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** An empty object to fill and {@linkplain #write write}. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** Compact UTF-8 bytes of {@code node}. */
    public static byte[] compactBytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes {@code node} indented; the file appears complete or not at all. */
    public static void write(Path file, ObjectNode node) {
        AtomicFile.write(
                file,
                channel -> Channels.writeFully(
                        channel, (MAPPER.writeValueAsString(node) + "\n").getBytes(StandardCharsets.UTF_8)));
    }
}
