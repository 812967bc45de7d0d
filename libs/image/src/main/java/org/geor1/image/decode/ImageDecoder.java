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
 * Decodes pictures from anyone: JPEG, PNG, TIFF and GIF, the first picture of files with several. Limits are checked
 * before any pixel is decoded. Pixels are those of Pillow, upright by the EXIF orientation; what is transparent shows white,
 * and embedded colour profiles are not applied, as the model's own processor does not apply them either. Nothing else of
 * a file's metadata is read or kept, so positions end here.
 */
public final class ImageDecoder {

    /** Larger pictures are reduced to this many pixels: the model's own processor goes on to fewer. */
    static final long MAX_DECODED_PIXELS = 4_000_000;

    /** Held while a picture is reduced, so that only one is decoded at a time where memory is the cost. */
    private static final ReentrantLock COSTLY = new ReentrantLock();

    private final ImageLimits limits;

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * What is left of a file.
     *
     * @param image of type {@code TYPE_INT_RGB}, at most 4 megapixels
     * @param hadPosition whether a position was in the file, which was neither read nor kept
     */
    public record Decoded(BufferedImage image, boolean hadPosition) {}

    /** @throws ImageException if the picture is refused or cannot be decoded; nothing else, whatever the bytes */
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
            // Readers throw whatever their parser stumbles over, from EOFException to NegativeArraySizeException.
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
            throw new IllegalArgumentException("the reader sees another size than the header says");
        }
        if (format == ImageFormat.JPEG) {
            // As a raster, since libjpeg's rules for colours are not those of the class library.
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
