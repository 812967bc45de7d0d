package org.geor1.gateway.geolocate;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.geor1.gateway.GatewayProperties;
import org.springframework.stereotype.Component;

/**
 * Turns an untrusted upload into clean pixels. The format comes from the first bytes, never from the name or the declared
 * type; the dimensions come from the header before a pixel is decoded; what leaves is a PNG written from pixels, so no
 * metadata of the upload, position included, goes any further.
 */
@Component
final class PhotoDecoder {
    /** The model's own processor scales down to about this many pixels, so more would only cost memory. */
    private static final long DECODED_PIXELS = 4_000_000;

    /** The model refuses images more elongated than this. */
    private static final int MAX_ASPECT = 200;

    static {
        // Decode from memory: uploads should leave no temporary files behind.
        ImageIO.setUseCache(false);
    }

    private final GatewayProperties.Image limits;

    PhotoDecoder(GatewayProperties properties) {
        this.limits = properties.image();
    }

    /** Decodes, or refuses with {@link InvalidImageException}; nothing else escapes, whatever the bytes. */
    Photo decode(byte[] bytes) throws InvalidImageException {
        if (bytes.length > limits.maxBytes().toBytes()) {
            throw new InvalidImageException("more bytes than allowed");
        }
        String format = format(bytes);
        ImageReader reader = reader(format);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(in, true, true);
            ImageReadParam param = reader.getDefaultReadParam();
            int step = checkedSubsampling(reader.getWidth(0), reader.getHeight(0));
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage decoded = reader.read(0, param);
            ExifSummary exif = format.equals("jpeg") ? ExifSummary.ofJpeg(bytes) : ExifSummary.ofPng(bytes);
            BufferedImage upright = upright(decoded, exif.orientation());
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(upright, "png", png);
            return new Photo(png.toByteArray(), upright.getWidth(), upright.getHeight(), exif.hasGps());
        } catch (IOException | RuntimeException e) {
            throw new InvalidImageException("decoding failed: " + e);
        } finally {
            reader.dispose();
        }
    }

    private int checkedSubsampling(int width, int height) throws InvalidImageException {
        int shortEdge = Math.min(width, height);
        long pixels = (long) width * height;
        if (shortEdge < limits.minEdge()) {
            throw new InvalidImageException("edge of " + shortEdge + " pixels");
        }
        if (pixels > limits.maxPixels()) {
            throw new InvalidImageException(pixels + " pixels");
        }
        if (Math.max(width, height) > (long) MAX_ASPECT * shortEdge) {
            throw new InvalidImageException("aspect ratio beyond " + MAX_ASPECT);
        }
        int step = 1;
        while (pixels / ((long) step * step) > DECODED_PIXELS && shortEdge / (step + 1) >= limits.minEdge()) {
            step++;
        }
        return step;
    }

    private static String format(byte[] b) throws InvalidImageException {
        if (b.length > 8 && (b[0] & 0xff) == 0xff && (b[1] & 0xff) == 0xd8 && (b[2] & 0xff) == 0xff) {
            return "jpeg";
        }
        if (b.length > 8 && (b[0] & 0xff) == 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G' && b[4] == 0x0d) {
            return "png";
        }
        throw new InvalidImageException("neither PNG nor JPEG");
    }

    private static ImageReader reader(String format) throws InvalidImageException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
        if (!readers.hasNext()) {
            throw new InvalidImageException("no reader for " + format);
        }
        return readers.next();
    }

    /** Redraws as opaque RGB with the camera's orientation applied, since the note of it is dropped with the metadata. */
    private static BufferedImage upright(BufferedImage image, int orientation) {
        int w = image.getWidth();
        int h = image.getHeight();
        boolean swapped = orientation >= 5;
        BufferedImage out = new BufferedImage(swapped ? h : w, swapped ? w : h, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = out.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
        graphics.drawRenderedImage(image, transform(orientation, w, h));
        graphics.dispose();
        return out;
    }

    /** The eight EXIF orientations (EXIF 2.32, tag 0x0112) as transforms from stored to upright pixels. */
    private static AffineTransform transform(int orientation, int w, int h) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
            default -> new AffineTransform();
        };
    }
}
