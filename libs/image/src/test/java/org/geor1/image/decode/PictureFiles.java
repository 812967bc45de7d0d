package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** The test pictures and the pixels that Pillow decodes from them, both made by {@code make_pictures.py}. */
final class PictureFiles {

    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final String EXPECTED = ".expected.png";

    private PictureFiles() {}

    static List<Path> withExpectation(String directory) throws IOException {
        try (Stream<Path> files = Files.list(RESOURCES.resolve(directory))) {
            return files.filter(file -> Files.exists(expectation(file)))
                    .sorted()
                    .toList();
        }
    }

    static byte[] read(String name) throws IOException {
        return Files.readAllBytes(RESOURCES.resolve(name));
    }

    static BufferedImage expected(Path file) throws IOException {
        return ImageIO.read(expectation(file).toFile());
    }

    private static Path expectation(Path file) {
        return file.resolveSibling(file.getFileName() + EXPECTED);
    }

    static void assertNear(BufferedImage actual, BufferedImage expected, int tolerance) {
        assertThat(actual.getWidth()).isEqualTo(expected.getWidth());
        assertThat(actual.getHeight()).isEqualTo(expected.getHeight());
        int worst = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    int difference = (actual.getRGB(x, y) >> shift & 0xFF) - (expected.getRGB(x, y) >> shift & 0xFF);
                    worst = Math.max(worst, Math.abs(difference));
                }
            }
        }
        assertThat(worst).as("largest difference between samples").isLessThanOrEqualTo(tolerance);
    }
}
