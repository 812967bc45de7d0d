package org.geor1.vlm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter.Tensor;
import org.geor1.vlm.checkpoint.safetensors.TensorInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tensors read back as they were written; an inconsistent header is refused before any data is read. */
class SafetensorsTest {

    @TempDir
    Path directory;

    private static final float[] VALUES = {1f, -2.5f, 0.1f, 3e-39f, 65504f, -0f};

    @ParameterizedTest
    @ValueSource(strings = {"F32", "BF16", "F16"})
    void roundTripsFloats(String dtypeName) {
        DType dtype = DType.valueOf(dtypeName);
        SafetensorsWriter.write(
                directory,
                List.of(
                        Tensor.of("b", dtype, List.of(2L, 3L), VALUES),
                        Tensor.of("a", dtype, List.of(0L), new float[0])),
                1 << 20);
        try (Safetensors read = Safetensors.open(directory)) {
            assertThat(read.names()).containsExactly("a", "b");
            assertThat(read.info("b")).isEqualTo(new TensorInfo(dtype, List.of(2L, 3L), 6L * dtype.bytes()));
            for (int i = 0; i < VALUES.length; i++) {
                float expected = switch (dtype) {
                    case BF16 -> FloatBits.fromBf16(FloatBits.toBf16(VALUES[i]));
                    case F16 -> FloatBits.fromF16(FloatBits.toF16(VALUES[i]));
                    default -> VALUES[i];
                };
                assertThat(read.floats("b")[i]).isEqualTo(expected);
            }
        }
    }

    @Test
    void shardsFillInOrderAndTheIndexFindsThem() {
        float[] ten = new float[10];
        SafetensorsWriter.write(
                directory,
                List.of(
                        Tensor.of("z", DType.F32, List.of(10L), ten),
                        Tensor.of("y", DType.F32, List.of(10L), ten),
                        Tensor.of("x", DType.F32, List.of(10L), ten)),
                80);
        assertThat(directory.resolve("model-00001-of-00002.safetensors")).exists();
        assertThat(directory.resolve("model-00002-of-00002.safetensors")).exists();
        assertThat(JsonFiles.readObject(directory.resolve("model.safetensors.index.json"), 1000)
                        .path("metadata")
                        .path("total_size")
                        .asInt())
                .isEqualTo(120);
        try (Safetensors read = Safetensors.open(directory)) {
            assertThat(read.names()).containsExactlyInAnyOrder("x", "y", "z");
        }
        assertThatThrownBy(() -> SafetensorsWriter.write(directory, List.of(), 80))
                .hasMessageContaining("already holds");
    }

    @Test
    void anIndexCannotLeaveItsDirectoryOrDisagreeWithItsShards() throws Exception {
        SafetensorsWriter.writeFile(
                directory.resolve("s.safetensors"), List.of(Tensor.of("a", DType.F32, List.of(1L), new float[1])));
        Path index = directory.resolve("model.safetensors.index.json");
        for (String shard : List.of("../s.safetensors", "/etc/s.safetensors", "a\\\\s.safetensors", "s.bin", "")) {
            Files.writeString(index, "{\"weight_map\":{\"a\":\"" + shard + "\"}}");
            assertThatThrownBy(() -> Safetensors.open(directory)).hasMessageContaining("name of a shard file");
        }
        Files.writeString(index, "{\"weight_map\":{\"b\":\"s.safetensors\"}}");
        assertThatThrownBy(() -> Safetensors.open(directory)).hasMessageContaining("only in the index [b]");
        Files.writeString(index, "{}");
        assertThatThrownBy(() -> Safetensors.open(directory)).hasMessageContaining("weight_map is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}|needs 8 bytes, found 4",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|hole",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|tensors cover 4 bytes, the file holds 8",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|overlap",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,12]}}|ends beyond",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}|Duplicate",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,0]}}|overflows",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,8]}}|expected an integer",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}|expected an integer",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}}|before they begin",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0]}}|two data_offsets",
                "{\"a\":{\"dtype\":\"Q4\",\"shape\":[2],\"data_offsets\":[0,8]}}|dtype: expected one of",
                "{\"a\":7}|dtype: expected one of",
                "[]|does not start with",
                "{\"a\":|not valid JSON",
            })
    void refusesAnInconsistentHeader(String header, String message) throws Exception {
        Path file = write(header.getBytes(StandardCharsets.UTF_8), header.length(), 8);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesAWrongHeaderLength() throws Exception {
        for (long length : new long[] {-1, 0, 100_000_001, Long.MAX_VALUE}) {
            Path file = write("{}".getBytes(StandardCharsets.UTF_8), length, 0);
            assertThatThrownBy(() -> Safetensors.open(file)).hasMessageContaining("header length");
        }
        Path longer = write("{}".getBytes(StandardCharsets.UTF_8), 3, 0);
        assertThatThrownBy(() -> Safetensors.open(longer)).hasMessageContaining("does not fit");
        Files.write(longer, new byte[7]);
        assertThatThrownBy(() -> Safetensors.open(longer)).hasMessageContaining("at least 8 bytes");
    }

    @Test
    void findsNonFiniteWeightsAtAnyPosition() {
        Path file = directory.resolve("bad.safetensors");
        for (DType dtype : List.of(DType.F32, DType.BF16, DType.F16)) {
            for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
                for (int place = 0; place < 7; place++) {
                    float[] values = {-65504, 65504, 0, -1, 1, -0f, 1e-7f};
                    SafetensorsWriter.writeFile(file, List.of(Tensor.of("w", dtype, List.of(7L), values)));
                    try (Safetensors read = Safetensors.open(file)) {
                        read.requireFinite(read.names());
                    }
                    values[place] = bad;
                    SafetensorsWriter.writeFile(file, List.of(Tensor.of("w", dtype, List.of(7L), values)));
                    try (Safetensors read = Safetensors.open(file)) {
                        assertThatThrownBy(() -> read.requireFinite(read.names()))
                                .hasMessage("tensor 'w' holds NaN or infinity");
                    }
                }
            }
        }
    }

    @Test
    void aTensorOverTwoGibibytesIsReadInChunks() throws Exception {
        long elements = (3L << 30) / 2 + 5;
        String header =
                "{\"w\":{\"dtype\":\"BF16\",\"shape\":[" + elements + "],\"data_offsets\":[0," + 2 * elements + "]}}";
        Path file = write(header.getBytes(StandardCharsets.UTF_8), header.length(), 0);
        // A sparse file takes no disk space.
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(8 + header.length() + 2 * elements);
            sparse.seek(8 + header.length() + 2 * elements - 1);
            sparse.write(0x3F);
        }
        try (Safetensors read = Safetensors.open(file)) {
            List<ByteBuffer> chunks = read.chunks("w");
            assertThat(chunks).hasSize(4);
            assertThat(chunks.get(3).remaining()).isEqualTo(10);
            assertThat(chunks.get(3).getShort(8)).isEqualTo((short) 0x3F00);
            assertThatThrownBy(() -> read.bytes("w")).hasMessageContaining("read in chunks");
        }
    }

    @Test
    void weightsAreResolvedFromBothLayoutsAndProblemsAreReportedTogether() {
        Qwen25VlConfig config = TestConfigs.tiny(false);
        ConfigWriter.write(config, directory);
        SafetensorsWriter.write(
                directory,
                WeightNames.expected(config).stream()
                        .map(w -> zeros(
                                w.name().equals("lm_head.weight")
                                        ? w.name()
                                        : w.name()
                                                .replaceFirst("^model\\.", "model.language_model.")
                                                .replaceFirst("^visual\\.", "model.visual."),
                                w.shape()))
                        .toList(),
                1000);
        try (Checkpoint checkpoint = Checkpoint.open(directory)) {
            assertThat(checkpoint.names())
                    .containsExactlyElementsOf(WeightNames.expected(config).stream()
                            .map(WeightNames.Weight::name)
                            .toList());
            assertThat(checkpoint.bytes("model.norm.weight").remaining()).isEqualTo(64);
        }
        Path file = directory.resolve("broken.safetensors");
        SafetensorsWriter.writeFile(
                file, List.of(zeros("model.norm.weight", List.of(3L)), zeros("extra", List.of(1L))));
        try (Safetensors broken = Safetensors.open(file)) {
            assertThatThrownBy(() -> StoredWeights.find(config, broken))
                    .hasMessageContaining("missing 'visual.patch_embed.proj.weight' [8, 3, 2, 14, 14]")
                    .hasMessageContaining("more");
        }
    }

    @Test
    void halfAndBf16RoundToNearestEven() {
        assertThat(FloatBits.toBf16(Float.intBitsToFloat(0x3F808000))).isEqualTo((short) 0x3F80);
        assertThat(FloatBits.toBf16(Float.intBitsToFloat(0x3F818000))).isEqualTo((short) 0x3F82);
        assertThat(FloatBits.toBf16(Float.NaN) & 0x7F).isNotZero();
        for (int half = 0; half < 0x10000; half++) {
            float value = FloatBits.fromF16((short) half);
            if (!Float.isNaN(value)) {
                assertThat(FloatBits.toF16(value)).isEqualTo((short) half);
            }
        }
        assertThat(FloatBits.toF16(65519.99f)).isEqualTo((short) 0x7BFF);
        assertThat(FloatBits.toF16(65520f)).isEqualTo((short) 0x7C00);
        assertThat(FloatBits.toF16(0x1p-25f)).isEqualTo((short) 0);
        assertThat(FloatBits.toF16(0x1.8p-24f)).isEqualTo((short) 2);
    }

    private static Tensor zeros(String name, List<Long> shape) {
        TensorInfo info = TensorInfo.of(DType.F32, shape);
        return Tensor.of(name, DType.F32, shape, new float[(int) info.elements()]);
    }

    private Path write(byte[] header, long length, int dataBytes) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(length).put(header);
        return Files.write(directory.resolve("hostile.safetensors"), bytes.array());
    }
}
