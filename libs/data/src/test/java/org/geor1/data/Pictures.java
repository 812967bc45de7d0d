package org.geor1.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Made pictures, as small as they may be. */
public final class Pictures {

    private Pictures() {}

    /** @param shade tells pictures apart */
    public static byte[] jpeg(int width, int height, int shade) {
        return encoded(width, height, shade, "jpg");
    }

    public static byte[] png(int width, int height, int shade) {
        return encoded(width, height, shade, "png");
    }

    private static byte[] encoded(int width, int height, int shade, String format) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, shade);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, out);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toByteArray();
    }

    public static void write(Path folder, String path) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.write(file, jpeg(8, 6, Math.abs(path.hashCode()) & 0xFFFFFF));
    }

    /** A JPEG whose EXIF block has a GPS directory (EXIF 2.32, section 4.6.6) of degrees, minutes and seconds. */
    public static byte[] jpegAt(int latitude, int latitudeMinutes, char northSouth, int longitude, char eastWest) {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 18 + 54 + 48);
        tiff.put(new byte[] {'M', 'M', 0, 42}).putInt(8);
        tiff.putShort((short) 1);
        entry(tiff, 0x8825, 4, 1).putInt(26);
        tiff.putInt(0);
        tiff.putShort((short) 4);
        entry(tiff, 1, 2, 2).put((byte) northSouth).put(new byte[3]);
        entry(tiff, 2, 5, 3).putInt(80);
        entry(tiff, 3, 2, 2).put((byte) eastWest).put(new byte[3]);
        entry(tiff, 4, 5, 3).putInt(104);
        tiff.putInt(0);
        for (int number : new int[] {latitude, 1, latitudeMinutes, 1, 0, 1, longitude, 1, 0, 1, 0, 1}) {
            tiff.putInt(number);
        }
        byte[] jpeg = jpeg(8, 8, 0x808080);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = 2 + 6 + tiff.capacity();
        out.writeBytes(
                new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length, 'E', 'x', 'i', 'f', 0, 0});
        out.writeBytes(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
        return tiff.putShort((short) tag).putShort((short) type).putInt(count);
    }
}
