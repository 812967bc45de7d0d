package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.geor1.image.decode.PictureFiles.assertNear;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.geor1.image.ImageLimits;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Contract: pixels equal Pillow's, bit for bit. Both sides use libjpeg's exact integer transform and its chroma
 * upsampling, so even JPEG pixels are identical.
 */
class DecodedPixelsTest {

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());

    @TestFactory
    Stream<DynamicTest> everyPictureIsReadAsPillowReadsIt() throws IOException {
        return Stream.concat(
                        PictureFiles.withExpectation("pictures").stream(),
                        PictureFiles.withExpectation("cases").stream())
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }

    private void compare(Path file) throws IOException {
        // A TIFF's colour map has 16 bits; Pillow keeps the upper eight and the class library rounds.
        int tolerance = file.endsWith("tiff_palette.tif") ? 1 : 0;
        assertNear(decoder.decode(Files.readAllBytes(file)).image(), PictureFiles.expected(file), tolerance);
    }

    @Test
    void theResultIsPlainRgb() throws IOException {
        assertThat(decoder.decode(PictureFiles.read("pictures/png_la16.png"))
                        .image()
                        .getType())
                .isEqualTo(BufferedImage.TYPE_INT_RGB);
    }

    @Test
    void profilesAreIgnoredInEveryFormat() throws IOException {
        BufferedImage png =
                decoder.decode(PictureFiles.read("cases/icc_p3.png")).image();
        BufferedImage jpeg =
                decoder.decode(PictureFiles.read("cases/icc_p3.jpg")).image();
        assertNear(png, decoder.decode(PictureFiles.read("cases/base.png")).image(), 0);
        assertNear(jpeg, decoder.decode(PictureFiles.read("cases/base.jpg")).image(), 0);
    }

    @Test
    void aLargePictureIsFilteredNotDecimated() throws IOException {
        BufferedImage stripes =
                decoder.decode(PictureFiles.read("cases/stripes4096.png")).image();
        assertThat((long) stripes.getWidth() * stripes.getHeight()).isBetween(3_900_000L, 4_000_000L);
        assertThat(mean(stripes)).isBetween(127.0, 128.0);
        // The stripes are black and white, one pixel wide. Bicubic weights leave a ripple of 34 around their mean.
        for (int x = 0; x < stripes.getWidth(); x++) {
            assertThat(stripes.getRGB(x, 700) & 0xFF).isBetween(87, 168);
        }
    }

    @Test
    void aLargePictureKeepsItsShapeAndTurnsUpright() throws IOException {
        BufferedImage wide = new BufferedImage(3000, 2000, BufferedImage.TYPE_INT_RGB);
        BufferedImage reduced = decoder.decode(encode(wide, "jpeg")).image();
        assertThat(reduced.getWidth() / (double) reduced.getHeight()).isBetween(1.49, 1.51);
        BufferedImage upright = decoder.decode(turned(encode(wide, "jpeg"))).image();
        assertThat(upright.getHeight() / (double) upright.getWidth()).isBetween(1.49, 1.51);
        assertThat(decoder.decode(encode(new BufferedImage(2000, 2000, BufferedImage.TYPE_INT_RGB), "png"))
                        .image()
                        .getWidth())
                .isEqualTo(2000);
    }

    /** The same JPEG file with an EXIF block that says orientation 6: a quarter turn clockwise. */
    private static byte[] turned(byte[] jpeg) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(HexFormat.of()
                .parseHex("ffe10022" + "457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000"
                        + "00000000"));
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void onlyThePresenceOfAPositionIsReported() throws IOException {
        assertThat(decoder.decode(PictureFiles.read("pictures/jpeg_exif6.jpg")).hadPosition())
                .isFalse();
        assertThat(decoder.decode(PictureFiles.read("pictures/jpeg_gps.jpg")).hadPosition())
                .isTrue();
    }

    private static double mean(BufferedImage image) {
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRGB(x, y) >> 8 & 0xFF;
            }
        }
        return sum / image.getWidth() / image.getHeight();
    }

    private static byte[] encode(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
