package org.geor1.vlm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.geor1.vlm.image.ImageException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile bytes end in an {@link ImageException}, before their pixels are decoded where the header tells enough. */
class ImageDecoderTest {

    private static final ImageDecoder DECODER = new ImageDecoder(100_000, 10_000);

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg"})
    void decodesColourAndGrey(String format) throws Exception {
        BufferedImage colour = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        BufferedImage grey = new BufferedImage(40, 30, BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 40; x++) {
                colour.setRGB(x, y, 0xC86432);
                grey.getRaster().setSample(x, y, 0, 100);
            }
        }
        assertNear(DECODER.decode(encode(colour, format)).getRGB(7, 7), 0xC86432);
        assertNear(DECODER.decode(encode(grey, format)).getRGB(7, 7), 0x646464);
        assertThat(DECODER.decode(encode(colour, format)).getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    }

    private static void assertNear(int rgb, int expected) {
        for (int shift : new int[] {0, 8, 16}) {
            assertThat((rgb >> shift) & 0xFF)
                    .isBetween(((expected >> shift) & 0xFF) - 3, ((expected >> shift) & 0xFF) + 3);
        }
    }

    @Test
    void refusesBySizeBeforeDecoding() throws Exception {
        assertReason(Reason.TOO_MANY_BYTES, () -> DECODER.decode(new byte[100_001]));
        assertReason(Reason.TOO_MANY_PIXELS, () -> DECODER.decode(encode(blank(101, 100), "png")));
        assertReason(Reason.TOO_SMALL, () -> DECODER.decode(encode(blank(1, 1), "png")));
        assertReason(Reason.TOO_SMALL, () -> DECODER.decode(encode(blank(400, 3), "jpeg")));
    }

    @Test
    void aHeaderOfHugeDimensionsAllocatesNothing() throws Exception {
        byte[] bomb = encode(blank(10, 10), "png");
        ByteBuffer.wrap(bomb).putInt(16, 0x7FFFFFFF).putInt(20, 0x7FFFFFFF);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
        assertReason(Reason.TOO_MANY_PIXELS, () -> DECODER.decode(bomb));
    }

    @Test
    void refusesOtherFormatsAndBrokenFiles() throws Exception {
        assertReason(Reason.UNSUPPORTED_FORMAT, () -> DECODER.decode(new byte[0]));
        assertReason(Reason.UNSUPPORTED_FORMAT, () -> DECODER.decode(encode(blank(10, 10), "gif")));
        assertReason(Reason.UNSUPPORTED_FORMAT, () -> DECODER.decode("<svg/>".getBytes()));
        for (String format : new String[] {"png", "jpeg"}) {
            byte[] whole = encode(blank(50, 50), format);
            for (int length : new int[] {8, 12, 30}) {
                assertReason(Reason.CORRUPT, () -> DECODER.decode(Arrays.copyOf(whole, length)));
            }
            for (int i = 8; i < whole.length; i++) {
                byte[] damaged = whole.clone();
                damaged[i] ^= 0x55;
                try {
                    DECODER.decode(damaged);
                } catch (ImageException expected) {
                    assertThat(expected).hasNoCause();
                }
            }
        }
    }

    @Test
    void anImageTooNarrowForTheModelIsRefused() {
        ImageProcessor processor = new ImageProcessor(ImageSettings.published(3136, 50176));
        assertReason(Reason.TOO_NARROW, () -> processor.process(blank(1005, 5)));
        assertThat(processor.grid(1000, 5).h()).isEqualTo(2);
    }

    private static void assertReason(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static BufferedImage blank(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    private static byte[] encode(BufferedImage image, String format) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }
}
