package org.geor1.teacher.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;
import org.geor1.image.BicubicResize;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.RgbPixels;
import org.geor1.image.decode.ImageDecoder;

/**
 * A photo as the teacher sees it and the student will: upright, without metadata, at most 1,048,576 pixels, as JPEG. The same
 * bytes give the same photo on the same JDK.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Photo(byte[] jpeg, int width, int height) {

    private static final double MAX_PIXELS = 1 << 20;
    private static final float QUALITY = 0.92f;
    private static final List<ImageRole> ROLES = List.of(ImageRole.PHOTO, ImageRole.PANORAMA, ImageRole.IMAGE);

    /** The picture of a sample that was taken on the ground; tiles are never asked about. */
    public static Optional<ImageSource> sourceOf(Row.Sample sample) {
        return ROLES.stream()
                .flatMap(role -> sample.images().stream().filter(image -> image.role() == role))
                .findFirst();
    }

    /**
     * How many pixels the photo of a file has, about, without decoding it.
     *
     * @throws ImageException if the picture is refused
     */
    public static long pixels(byte[] file) {
        ImageDecoder.Size size = new ImageDecoder(ImageLimits.standard()).size(file);
        return Math.min((long) MAX_PIXELS, size.width() * size.height());
    }

    public long pixels() {
        return (long) width * height;
    }

    /** @throws ImageException if the picture is refused or cannot be decoded */
    public static Photo of(byte[] file) {
        BufferedImage decoded =
                new ImageDecoder(ImageLimits.standard()).decode(file).image();
        double pixels = (double) decoded.getWidth() * decoded.getHeight();
        double scale = Math.min(1, Math.sqrt(MAX_PIXELS / pixels));
        int width = Math.max(1, (int) (decoded.getWidth() * scale));
        int height = Math.max(1, (int) (decoded.getHeight() * scale));
        BufferedImage image = scale == 1
                ? decoded
                : BicubicResize.resize(RgbPixels.of(decoded), width, height).toBufferedImage();
        return new Photo(jpeg(image), width, height);
    }

    private static byte[] jpeg(BufferedImage image) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), quality);
        } catch (IOException e) {
            throw new IllegalStateException("memory takes every byte", e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
