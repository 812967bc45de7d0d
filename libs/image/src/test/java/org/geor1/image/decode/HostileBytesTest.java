package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: any bytes give a picture or an {@link ImageException}, and take little memory. */
class HostileBytesTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Decoding the largest picture allowed here takes about eight bytes per pixel, plus tables. */
    private static final long MEMORY = 16 << 20;

    private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(1 << 20, 200_000, 4));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg_420.jpg",
                "jpeg_progressive.jpg",
                "mpo.jpg",
                "png_palette4_trns.png",
                "png_exif6.png",
                "gif_interlaced.gif",
                "tiff_deflate.tif",
                "tiff_lzw.tif",
                "tiff_group4.tif",
                "tiff_white_is_zero.tif"
            })
    void everyPrefixIsRefusedOrGivesTheWholePicture(String file) throws IOException {
        byte[] whole = PictureFiles.read("pictures/" + file);
        int[] pixels = pixels(decoder.decode(whole).image());
        for (int length = 0; length < whole.length; length++) {
            int[] shown = decoded(Arrays.copyOf(whole, length));
            assertThat(shown == null || Arrays.equals(shown, pixels))
                    .as("the first %d of %d bytes show part of the picture", length, whole.length)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg_420.jpg",
                "jpeg_progressive.jpg",
                "jpeg_cmyk.jpg",
                "jpeg_exif_long_be.jpg",
                "png_palette4_trns.png",
                "png_interlaced.png",
                "gif_interlaced.gif",
                "gif_offset.gif",
                "tiff_lzw.tif",
                "tiff_rgb16.tif",
                "tiff_jpeg.tif",
                "tiff_cmyk.tif",
                "tiff_group4.tif"
            })
    void flippedBitsDoNoHarm(String file) throws IOException {
        byte[] whole = PictureFiles.read("pictures/" + file);
        SplittableRandom random = new SplittableRandom(file.hashCode());
        for (int k = 0; k < 800; k++) {
            byte[] damaged = whole.clone();
            // Half of the flips are in the first bytes, which hold sizes and tables.
            int reach = k % 2 == 0 ? Math.min(whole.length, 200) : whole.length;
            for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
                damaged[random.nextInt(reach)] ^= (byte) (1 << random.nextInt(8));
            }
            decoded(damaged);
        }
    }

    private int[] decoded(byte[] bytes) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        int[] pixels = null;
        try {
            pixels = pixels(decoder.decode(bytes).image());
        } catch (ImageException refused) {
            assertThat(refused).hasNoCause();
        }
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
                .as("bytes allocated")
                .isLessThan(MEMORY);
        return pixels;
    }

    private static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }
}
