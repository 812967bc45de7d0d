package org.geor1.vlm.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.geor1.vlm.image.ImageException.Reason;

/**
 * Decodes PNG and JPEG bytes from anyone into RGB pixels. Dimensions are read and judged before any pixel is decoded.
 *
 * <p>As {@code transformers} and Qwen's own loader do: what is transparent shows white, grey is repeated, embedded colour
 * profiles are not applied. Metadata is neither kept nor read, so EXIF positions end here, and EXIF orientation is not
 * applied.
 *
 * @param maxBytes longest file accepted
 * @param maxPixels largest width × height accepted
 */
public record ImageDecoder(int maxBytes, long maxPixels) {

    /** Shorter sides carry no picture; they come from attacks on resizers. */
    private static final int MIN_SIDE = 4;

    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF};

    /** Limits for photographs: 20 MiB, 40 megapixels. */
    public static ImageDecoder withDefaults() {
        return new ImageDecoder(20 << 20, 40_000_000);
    }

    /**
     * The image in {@code bytes} as {@code TYPE_INT_RGB}.
     *
     * @throws ImageException if it is refused or cannot be decoded
     */
    public BufferedImage decode(byte[] bytes) {
        if (bytes.length > maxBytes) {
            throw new ImageException(Reason.TOO_MANY_BYTES);
        }
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format(bytes));
        if (!readers.hasNext()) {
            throw new ImageException(Reason.UNSUPPORTED_FORMAT);
        }
        ImageReader reader = readers.next();
        // In memory: ImageIO's default streams would spill the client's bytes into a temporary file.
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(stream, true, true);
            requireSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage decoded = reader.read(0);
            requireSize(decoded.getWidth(), decoded.getHeight());
            return RgbPixels.of(decoded).toBufferedImage();
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers throw whatever their parser stumbles over, from EOFException to NegativeArraySizeException.
            throw new ImageException(Reason.CORRUPT);
        } finally {
            reader.dispose();
        }
    }

    private void requireSize(int width, int height) {
        if (width < MIN_SIDE || height < MIN_SIDE) {
            throw new ImageException(Reason.TOO_SMALL);
        }
        if ((long) width * height > maxPixels) {
            throw new ImageException(Reason.TOO_MANY_PIXELS);
        }
    }

    private static String format(byte[] bytes) {
        if (startsWith(bytes, PNG)) {
            return "png";
        }
        if (startsWith(bytes, JPEG)) {
            return "jpeg";
        }
        throw new ImageException(Reason.UNSUPPORTED_FORMAT);
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
