package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;
import org.geor1.image.ImageLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract: a refusal names the limit that was exceeded or the format that was found, and says what to send instead.
 */
class RefusedPicturesTest {

    private final ImageDecoder decoder = new ImageDecoder(new ImageLimits(300_000, 50_000_000, 4));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "truncated_half.jpg | CUT_OFF | is a JPEG file that is cut off",
                "x.heic | UNSUPPORTED_FORMAT | is HEIC, which is not supported",
                "x.webp | UNSUPPORTED_FORMAT | is WebP, which is not supported",
                "html.jpg | UNSUPPORTED_FORMAT | is an HTML page, which is not supported",
                "one_px_high.png | TOO_SMALL | is 500 × 1 pixels; each edge must have at least 4",
                "aspect201.png | TOO_NARROW | is 2,010 × 10 pixels; the longer edge may be at most 200 times the shorter"
            })
    void eachCaseIsRefusedWithItsReason(String file, Reason reason, String problem) throws IOException {
        assertRefused(PictureFiles.read("cases/" + file), reason, problem);
    }

    @Test
    void otherFormatsAreNamed() {
        assertRefused(new byte[0], Reason.UNSUPPORTED_FORMAT, "has 0 bytes");
        assertRefused(
                "BM______".getBytes(StandardCharsets.US_ASCII),
                Reason.UNSUPPORTED_FORMAT,
                "is BMP, which is not supported");
        assertRefused(
                "<svg/>".getBytes(StandardCharsets.US_ASCII),
                Reason.UNSUPPORTED_FORMAT,
                "is SVG, which is not supported");
        assertRefused(
                "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
                Reason.UNSUPPORTED_FORMAT,
                "is PDF, which is not supported");
        assertRefused(
                "{\"a\":1}".getBytes(StandardCharsets.US_ASCII),
                Reason.UNSUPPORTED_FORMAT,
                "is text, which is not supported");
        assertRefused(new byte[20], Reason.UNSUPPORTED_FORMAT, "is of an unknown format, which is not supported");
    }

    @Test
    void aTooLongFileIsRefusedWithItsSizeAndTheLimit() {
        assertRefused(
                new byte[300_001], Reason.TOO_MANY_BYTES, "is a file of 300,001 bytes; at most 300,000 are allowed");
    }

    /** The pixels are never decoded: apart from their headers, these files are not real. */
    @ParameterizedTest
    @CsvSource({"png_rgb.png, 16, true, 4", "jpeg_444.jpg, 163, true, 2", "gif_plain.gif, 6, false, 2"})
    void hugeDimensionsAreRefusedFromTheHeader(String file, int at, boolean highFirst, int bytes) throws IOException {
        byte[] bomb = PictureFiles.read("pictures/" + file);
        ByteBuffer header = ByteBuffer.wrap(bomb).order(highFirst ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        if (bytes == 4) {
            header.putInt(at, 60_000).putInt(at + 4, 60_000);
            CRC32 crc = new CRC32();
            crc.update(bomb, 12, 17);
            header.putInt(29, (int) crc.getValue());
        } else {
            header.putShort(at, (short) 60_000).putShort(at + 2, (short) 60_000);
        }
        assertRefused(
                bomb, Reason.TOO_MANY_PIXELS, "is 60,000 × 60,000 pixels; at most 50,000,000 are allowed in total");
    }

    @Test
    void pixelsOfManyBytesCountAsSeveral() throws IOException {
        ImageDecoder small = new ImageDecoder(new ImageLimits(300_000, 61 * 43, 4));
        small.decode(PictureFiles.read("pictures/png_rgba.png"));
        assertThatThrownBy(() -> small.decode(PictureFiles.read("pictures/png_rgba16.png")))
                .isInstanceOf(ImageException.class)
                .hasMessage("takes 20,984 bytes once decoded; at most 10,492 are allowed");
    }

    @Test
    void refusesAJpegWithManyScans() throws IOException {
        byte[] jpeg = PictureFiles.read("pictures/jpeg_progressive.jpg");
        byte[] scans = new byte[jpeg.length + 100 * 10];
        System.arraycopy(jpeg, 0, scans, 0, jpeg.length - 2);
        byte[] scan = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0};
        for (int k = 0; k < 100; k++) {
            System.arraycopy(scan, 0, scans, jpeg.length - 2 + 10 * k, 10);
        }
        scans[scans.length - 2] = (byte) 0xFF;
        scans[scans.length - 1] = (byte) 0xD9;
        assertRefused(
                scans, Reason.UNSUPPORTED_VARIANT, "is a JPEG file with more than 40 scans, which is not supported");
    }

    /** The reader would decode the whole inner JPEG, whatever the outer header says. */
    @Test
    void aTiffMayNotHideALargerJpeg() throws IOException {
        byte[] tiff = PictureFiles.read("pictures/tiff_jpeg.tif");
        for (int at = 0; at < tiff.length - 8; at++) {
            if (tiff[at] == (byte) 0xFF && tiff[at + 1] == (byte) 0xC0) {
                ByteBuffer.wrap(tiff).putShort(at + 5, (short) 60_000).putShort(at + 7, (short) 60_000);
            }
        }
        assertRefused(
                tiff, Reason.TOO_MANY_PIXELS, "is 60,000 × 60,000 pixels; at most 1,048,576 are allowed in total");
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg_420.jpg, JPEG",
        "jpeg_progressive.jpg, JPEG",
        "png_rgb.png, PNG",
        "tiff_lzw.tif, TIFF",
        "tiff_rgb.tif, TIFF",
        "gif_plain.gif, GIF"
    })
    void aTruncatedFileIsReportedAsCutOff(String file, String format) throws IOException {
        byte[] whole = PictureFiles.read("pictures/" + file);
        for (int share = 1; share < 10; share++) {
            assertRefused(
                    Arrays.copyOf(whole, whole.length * share / 10),
                    Reason.CUT_OFF,
                    "is a " + format + " file that is cut off");
        }
    }

    private void assertRefused(byte[] bytes, Reason reason, String problem) {
        assertThatThrownBy(() -> decoder.decode(bytes))
                .hasMessage(problem)
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
