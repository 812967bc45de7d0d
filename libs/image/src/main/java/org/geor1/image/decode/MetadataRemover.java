package org.geor1.image.decode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;

/**
 * Takes out of a picture's file whatever does not make its pixels: EXIF with its positions, XMP, captions, thumbnails, further
 * pictures and what follows the picture's end. The orientation stays, as an EXIF block that holds nothing else. JPEG, PNG and
 * GIF files keep their compressed pixels bit for bit; a TIFF file with metadata becomes a PNG file of the pixels that
 * {@link ImageDecoder} gives. Removing metadata twice is removing it once.
 */
public final class MetadataRemover {

    /** Tags of TIFF 6.0 and its supplements that describe pixels, and the resolution. */
    private static final Set<Integer> TIFF_TAGS = Set.of(
            254, 255, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 280, 281, 282, 283, 284, 292, 293, 296,
            301, 317, 318, 319, 320, 322, 323, 324, 325, 332, 334, 338, 339, 347, 529, 530, 531, 532);

    private final ImageDecoder decoder;
    private final ImageLimits limits;

    public MetadataRemover(ImageLimits limits) {
        this.limits = limits;
        this.decoder = new ImageDecoder(limits);
    }

    /**
     * @return the given array if there was nothing to remove
     * @throws ImageException if the picture is refused or its file is cut off. Damage within its pixels is not seen
     */
    public byte[] clean(byte[] bytes) {
        limits.requireBytes(bytes.length);
        ImageFormat format = ImageFormat.of(bytes);
        ImageHeader header = ImageHeader.of(format, bytes);
        limits.requireSize(header.width(), header.height());
        try {
            int orientation = header.exif().orientation();
            byte[] cleaned = switch (format) {
                case JPEG -> JpegCopy.of(bytes, orientation);
                case PNG -> PngCopy.of(bytes, orientation);
                case GIF -> GifCopy.of(bytes);
                case TIFF -> new TiffDirectory(ByteBuffer.wrap(bytes)).hasOnly(TIFF_TAGS) ? bytes : png(bytes);
            };
            return Arrays.equals(cleaned, bytes) ? bytes : cleaned;
        } catch (IndexOutOfBoundsException e) {
            throw format.cutOff();
        }
    }

    private byte[] png(byte[] bytes) {
        BufferedImage image = decoder.decode(bytes).image();
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // In memory: ImageIO's default would be a temporary file.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
