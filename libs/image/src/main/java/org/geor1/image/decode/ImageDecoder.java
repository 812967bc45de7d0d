package org.geor1.image.decode;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.SampleModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.geor1.image.BicubicResize;
import org.geor1.image.ImageException;
import org.geor1.image.ImageException.Reason;
import org.geor1.image.ImageLimits;
import org.geor1.image.PixelRows;
import org.geor1.image.RgbPixels;
import org.geor1.image.SampleRows;

/**
 * Decodes untrusted JPEG, PNG, TIFF and GIF files, using the first picture if there are several. Limits are checked
 * before any pixel is decoded. Pixels equal Pillow's, turned upright by the EXIF orientation. Transparent pixels show
 * white. Embedded colour profiles are not applied, since the model's own processor ignores them too. No other metadata
 * is read or kept, so a photo's position never leaves this class.
 */
public final class ImageDecoder {

    /** Larger pictures are reduced to this many pixels; the model's own processor reduces them further. */
    static final long MAX_DECODED_PIXELS = 4_000_000;

    /** Held while a large picture is reduced, so that only one at a time takes that much memory. */
    private static final ReentrantLock COSTLY = new ReentrantLock();

    private final ImageLimits limits;

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * What is kept of a file.
     *
     * @param image of type {@code TYPE_INT_RGB}, at most 4 megapixels
     * @param hadPosition whether the file held a position, which was neither read nor kept
     */
    public record Decoded(BufferedImage image, boolean hadPosition) {}

    /**
     * The size of a file's picture, as stored.
     *
     * @param width in pixels, before the EXIF orientation is applied
     * @param height in pixels, before the EXIF orientation is applied
     */
    public record Size(long width, long height) {}

    /**
     * Looks through a file without decoding its pixels.
     *
     * @throws ImageException if the picture is refused or its file is cut off. Damage within its pixels is not seen
     */
    public Size size(byte[] bytes) {
        limits.requireBytes(bytes.length);
        ImageHeader header = ImageHeader.of(ImageFormat.of(bytes), bytes);
        limits.requireSize(header.width(), header.height());
        return new Size(header.width(), header.height());
    }

    /**
     * @throws ImageException if the picture is refused or cannot be decoded; no other exception is thrown, whatever the
     *     bytes
     */
    public Decoded decode(byte[] bytes) {
        limits.requireBytes(bytes.length);
        ImageFormat format = ImageFormat.of(bytes);
        ImageHeader header = ImageHeader.of(format, bytes);
        limits.requireSize(header.width(), header.height());
        boolean costly = header.width() * header.height() > MAX_DECODED_PIXELS;
        if (costly) {
            COSTLY.lock();
        }
        try {
            RgbPixels stored = pixels(format, header, bytes);
            return new Decoded(
                    header.exif().upright(stored).toBufferedImage(),
                    header.exif().hasPosition());
        } finally {
            if (costly) {
                COSTLY.unlock();
            }
        }
    }

    private RgbPixels pixels(ImageFormat format, ImageHeader header, byte[] bytes) {
        ImageReader reader = reader(format);
        try (ImageInputStream stream = new ByteArrayStream(bytes)) {
            reader.setInput(stream, true, true);
            return reduced(rows(format, header, reader, bytes));
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers throw anything from EOFException to NegativeArraySizeException on malformed files.
            throw new ImageException(Reason.CORRUPT, "is a damaged " + format.title() + " file");
        } finally {
            reader.dispose();
        }
    }

    private PixelRows rows(ImageFormat format, ImageHeader header, ImageReader reader, byte[] bytes)
            throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        if (header.left() + width > header.width() || header.top() + height > header.height()) {
            throw new IllegalArgumentException("the reader's size differs from the header's");
        }
        if (format == ImageFormat.JPEG) {
            // Read as a raster, since libjpeg's colour rules differ from those of the class library.
            return new JpegRows(reader.readRaster(0, null), JpegHeader.of(bytes).colour());
        }
        SampleModel samples = reader.getImageTypes(0).next().getSampleModel();
        limits.requireDecodedBytes((long) width
                * height
                * samples.getNumDataElements()
                * DataBuffer.getDataTypeSize(samples.getTransferType())
                / Byte.SIZE);
        boolean cmyk = format == ImageFormat.TIFF && TiffLayout.isCmyk(new TiffDirectory(ByteBuffer.wrap(bytes)));
        PixelRows rows = new SampleRows(reader.read(0), cmyk);
        boolean whole = width == header.width() && height == header.height();
        return whole ? rows : new CanvasRows(rows, header);
    }

    private static RgbPixels reduced(PixelRows rows) {
        double pixels = (double) rows.width() * rows.height();
        if (pixels <= MAX_DECODED_PIXELS) {
            return RgbPixels.of(rows);
        }
        double scale = Math.sqrt(MAX_DECODED_PIXELS / pixels);
        return BicubicResize.resize(
                rows, Math.max(1, (int) (rows.width() * scale)), Math.max(1, (int) (rows.height() * scale)));
    }

    private static ImageReader reader(ImageFormat format) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.title());
        return readers.next();
    }
}
