package org.geor1.benchmarks.large;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.geor1.local.home.Installation;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.TensorInfo;

/** A checkpoint of random weights with enough layers to reach a given file size. */
final class LargeCheckpoint {

    private static final int HIDDEN = 2048;
    private static final int INTERMEDIATE = 5632;
    private static final int HEADS = 16;
    private static final int KV_HEADS = 2;
    private static final int VOCABULARY = 16384;
    private static final long SHARD_BYTES = 1L << 30;
    private static final int PIECE_BYTES = 1 << 20;

    /** Uniform of standard deviation 0.02, as fresh transformers are. */
    private static final double RANGE = 0.02 * Math.sqrt(3);

    private final DType dtype;
    private final Qwen25VlConfig config;

    /** At least {@code bytes} of weights stored as {@code dtype}. */
    LargeCheckpoint(long bytes, DType dtype) {
        this.dtype = dtype;
        Qwen25VlConfig shipped = ConfigReader.read(shipped());
        long none = bytes(config(shipped, dtype, 1), dtype);
        long layer = bytes(config(shipped, dtype, 2), dtype) - none;
        long more = Math.max(0, (bytes - none + layer - 1) / layer);
        this.config = config(shipped, dtype, Math.toIntExact(1 + more));
    }

    private static Path shipped() {
        return Installation.models().resolve("nano-base");
    }

    private static Qwen25VlConfig config(Qwen25VlConfig shipped, DType dtype, int layers) {
        return new Qwen25VlConfig(
                new Qwen25VlConfig.Text(
                        HIDDEN,
                        INTERMEDIATE,
                        layers,
                        HEADS,
                        KV_HEADS,
                        VOCABULARY,
                        1e-6,
                        new Qwen25VlConfig.Rope(1e6, List.of(16, 24, 24)),
                        4096,
                        true),
                new Qwen25VlConfig.Vision(
                        2, 64, 160, 2, HIDDEN, shipped.vision().patches(), 112, List.of(1)),
                shipped.tokens(),
                dtype == DType.BF16 ? "bfloat16" : "float32");
    }

    private static long bytes(Qwen25VlConfig config, DType dtype) {
        return WeightNames.expected(config).stream()
                .mapToLong(weight -> TensorInfo.of(dtype, weight.shape()).byteLength())
                .sum();
    }

    /** Bytes of all weights. */
    long bytes() {
        return bytes(config, dtype);
    }

    /** Writes it into {@code directory}, a piece at a time, in shards of at most 1 GiB. */
    void write(Path directory, long seed) throws IOException {
        for (String file :
                List.of("tokenizer.json", "tokenizer_config.json", "chat_template.json", "preprocessor_config.json")) {
            Files.copy(shipped().resolve(file), directory.resolve(file));
        }
        ConfigWriter.write(config, directory);
        SplittableRandom random = new SplittableRandom(seed);
        SafetensorsWriter.write(
                directory,
                WeightNames.expected(config).stream()
                        .map(weight -> tensor(weight, random.split()))
                        .toList(),
                SHARD_BYTES);
    }

    private SafetensorsWriter.Tensor tensor(WeightNames.Weight weight, SplittableRandom random) {
        TensorInfo info = TensorInfo.of(dtype, weight.shape());
        boolean vector = weight.shape().size() == 1;
        float constant = weight.name().endsWith(".bias") ? 0 : 1;
        return new SafetensorsWriter.Tensor(weight.name(), info, out -> {
            long left = info.elements();
            ByteBuffer piece = ByteBuffer.allocateDirect(PIECE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            while (left > 0) {
                piece.clear();
                for (; left > 0 && piece.remaining() >= dtype.bytes(); left--) {
                    FloatBits.put(piece, dtype, vector ? constant : uniform(random));
                }
                write(out, piece.flip());
            }
        });
    }

    private static float uniform(SplittableRandom random) {
        return (float) (RANGE * (2 * random.nextDouble() - 1));
    }

    private static void write(WritableByteChannel out, ByteBuffer piece) throws IOException {
        while (piece.hasRemaining()) {
            out.write(piece);
        }
    }
}
