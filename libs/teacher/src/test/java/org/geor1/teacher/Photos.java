package org.geor1.teacher;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** A made dataset of photos with places, in the canonical form. */
public final class Photos {

    private static final String[] PLACES = {
        "\"latitude\":45.76,\"longitude\":4.84,\"city\":\"Lyon\",\"country\":\"FR\"",
        "\"latitude\":48.14,\"longitude\":11.58,\"city\":\"Munich\",\"country\":\"Germany\"",
        "\"latitude\":-33.87,\"longitude\":151.21,\"city\":\"Sydney\",\"country\":\"AU\"",
        "\"latitude\":35.69,\"longitude\":139.69,\"city\":\"Tokyo\",\"country\":\"JP\"",
        "\"latitude\":-12.05,\"longitude\":-77.03",
    };

    private Photos() {}

    /** A line for each photo of different places, with a licence. */
    public static Path dataset(Path folder, int photos) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < photos; i++) {
            Files.write(folder.resolve(i + ".jpg"), jpeg(i, 32, 24));
            lines.add(line("p" + i, i + ".jpg", PLACES[i % PLACES.length]));
        }
        Files.write(folder.resolve("rows.jsonl"), lines);
        return folder;
    }

    public static String line(String id, String file, String place) {
        return "{\"id\":\"" + id + "\",\"images\":[{\"role\":\"photo\",\"path\":\"" + file + "\"}],\"place\":{" + place
                + "},\"split\":\"train\",\"metadata\":{\"licence\":\"CC BY 4.0\"}}";
    }

    public static byte[] jpeg(long seed, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(seed);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** The same picture with a comment, as a camera may write one with a position in it. */
    public static byte[] withComment(byte[] jpeg, String comment) {
        byte[] text = comment.getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Arrays.copyOf(jpeg, 2));
        bytes.writeBytes(
                new byte[] {(byte) 0xFF, (byte) 0xFE, (byte) ((text.length + 2) >> 8), (byte) (text.length + 2)});
        bytes.writeBytes(text);
        bytes.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
        return bytes.toByteArray();
    }
}
