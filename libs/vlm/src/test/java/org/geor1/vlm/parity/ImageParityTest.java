package org.geor1.vlm.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.vlm.image.Grid;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.image.ImageProcessor;
import org.geor1.vlm.image.ImageSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Grids equal those of {@code transformers}, and pixel values are bit-for-bit equal to those of its PIL processor. */
class ImageParityTest {

    static Stream<String> images() throws IOException {
        return StreamSupport.stream(ParityFiles.json("images.json").spliterator(), false)
                .map(row -> row.path("name").stringValue());
    }

    @ParameterizedTest
    @MethodSource("images")
    void pixelValuesAreEqualInEveryBit(String name) throws Exception {
        JsonNode row = StreamSupport.stream(ParityFiles.json("images.json").spliterator(), false)
                .filter(candidate -> candidate.path("name").stringValue().equals(name))
                .findFirst()
                .orElseThrow();
        ImageSettings settings = ImageSettings.published(
                row.path("min_pixels").asLong(), row.path("max_pixels").asLong());
        ImagePatches patches = new ImageProcessor(settings).process(picture(name));
        assertThat(patches.grid()).isEqualTo(grid(row.path("grid")));
        // Compares the resize first: if it differs, the hash below could not say why.
        BufferedImage resized = picture(name + ".resized");
        ImageSettings asItIs = ImageSettings.published(1, 1 << 30);
        assertThat(Arrays.mismatch(
                        patches.rows(),
                        new ImageProcessor(asItIs).process(resized).rows()))
                .isEqualTo(-1);
        assertThat(sha256(patches.rows()))
                .isEqualTo(row.path("pixel_values_sha256").stringValue());
    }

    @Test
    void gridsFollowTheRoundingRules() throws IOException {
        for (JsonNode row : ParityFiles.json("grids.json")) {
            ImageProcessor processor = new ImageProcessor(
                    ImageSettings.published(row.get(2).asLong(), row.get(3).asLong()));
            assertThat(processor.grid(row.get(0).asInt(), row.get(1).asInt()))
                    .as("%s", row)
                    .isEqualTo(new Grid(1, row.get(4).asInt(), row.get(5).asInt()));
        }
    }

    static BufferedImage picture(String name) throws IOException {
        return new ImageDecoder(ImageLimits.standard())
                .decode(Files.readAllBytes(ParityFiles.path("images/" + name + ".png")))
                .image();
    }

    static Grid grid(JsonNode node) {
        return new Grid(node.get(0).asInt(), node.get(1).asInt(), node.get(2).asInt());
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    private static String sha256(float[] values) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes(values)));
    }
}
