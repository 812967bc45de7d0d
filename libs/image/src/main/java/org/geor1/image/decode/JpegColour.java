package org.geor1.image.decode;

import java.util.Arrays;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;
import org.geor1.image.RgbPixels;
import org.geor1.image.Samples;

/**
 * The colour model of a JPEG file, chosen as in libjpeg (jdapimin.c, default_decompress_parms) and converted to RGB
 * with libjpeg's fixed-point arithmetic (jdcolor.c). CMYK is assumed to be inverted, as Adobe stores it, and is
 * converted to RGB as in Pillow.
 */
enum JpegColour {
    GREY,
    RGB,
    YCBCR,
    CMYK,
    YCCK;

    /** There is no Adobe marker. */
    static final int NO_ADOBE = -1;

    private static final int FRACTION = 16;
    private static final int HALF = 1 << (FRACTION - 1);
    private static final int RED_OF_CR = fixed(1.40200);
    private static final int BLUE_OF_CB = fixed(1.77200);
    private static final int GREEN_OF_CR = fixed(0.71414);
    private static final int GREEN_OF_CB = fixed(0.34414);

    private static int fixed(double value) {
        return (int) (value * (1 << FRACTION) + 0.5);
    }

    /** @param adobe the transform in the Adobe marker, or {@link #NO_ADOBE} */
    static JpegColour of(int[] ids, boolean jfif, int adobe) {
        return switch (ids.length) {
            case 1 -> GREY;
            case 3 -> {
                boolean named = Arrays.equals(ids, new int[] {'R', 'G', 'B'});
                yield !jfif && (adobe == 0 || adobe == NO_ADOBE && named) ? RGB : YCBCR;
            }
            case 4 -> adobe == 0 || adobe == NO_ADOBE ? CMYK : YCCK;
            default ->
                throw new ImageException(
                        Reason.UNSUPPORTED_VARIANT,
                        "is a JPEG file with " + ids.length + " components, which is not supported");
        };
    }

    /** Converts a row of interleaved samples into three bytes per pixel. */
    void toRgb(byte[] samples, byte[] rgb, int width) {
        int bands = this == GREY ? 1 : this == CMYK || this == YCCK ? 4 : 3;
        for (int x = 0; x < width; x++) {
            int in = x * bands;
            int out = x * RgbPixels.CHANNELS;
            if (this == GREY) {
                Arrays.fill(rgb, out, out + RgbPixels.CHANNELS, samples[in]);
                continue;
            }
            if (this == YCBCR || this == YCCK) {
                yccToRgb(samples, in, rgb, out);
            } else {
                System.arraycopy(samples, in, rgb, out, RgbPixels.CHANNELS);
            }
            if (bands == 4) {
                ink(rgb, out, samples[in + 3] & 0xFF, this == YCCK);
            }
        }
    }

    private static void yccToRgb(byte[] samples, int in, byte[] rgb, int out) {
        int y = samples[in] & 0xFF;
        int cb = (samples[in + 1] & 0xFF) - 128;
        int cr = (samples[in + 2] & 0xFF) - 128;
        rgb[out] = Samples.clamp(y + ((RED_OF_CR * cr + HALF) >> FRACTION));
        rgb[out + 1] = Samples.clamp(y + ((-GREEN_OF_CB * cb - GREEN_OF_CR * cr + HALF) >> FRACTION));
        rgb[out + 2] = Samples.clamp(y + ((BLUE_OF_CB * cb + HALF) >> FRACTION));
    }

    /** Three inks and black over white paper; {@code light} is the stored black, where 255 means none. */
    private static void ink(byte[] rgb, int at, int light, boolean complement) {
        for (int c = at; c < at + RgbPixels.CHANNELS; c++) {
            // YCCK gives the complement of RGB; stored CMYK is already inverted.
            int ink = complement ? rgb[c] & 0xFF : 255 - (rgb[c] & 0xFF);
            rgb[c] = (byte) Samples.ink(ink, light);
        }
    }
}
