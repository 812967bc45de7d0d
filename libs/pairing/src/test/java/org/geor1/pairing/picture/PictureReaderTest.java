package org.geor1.pairing.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.geor1.image.ImageException;
import org.geor1.pairing.place.Look;
import org.geor1.pairing.place.Picture;
import org.junit.jupiter.api.Test;

/**
 * Contract: a picture keeps its look when it is scaled, encoded anew or made a little brighter; others look different; one that
 * shows nothing has no look. The file's traits are told apart.
 */
class PictureReaderTest {

    private static final int NEAR = 4;

    private final PictureReader reader = new PictureReader();

    private boolean looksLike(Picture picture, byte[] other) throws Exception {
        return picture.look().isNear(reader.read(other).look(), NEAR);
    }

    @Test
    void aPictureKeepsItsLook() throws Exception {
        for (long seed = 0; seed < 30; seed++) {
            BufferedImage scene = Drawn.scene(320, 240, seed);
            Picture picture = reader.read(Drawn.png(scene));
            assertThat(looksLike(picture, Drawn.jpeg(scene, 0.6f, false)))
                    .as("jpeg %d", seed)
                    .isTrue();
            assertThat(looksLike(picture, Drawn.png(Drawn.scaled(scene, 200, 150))))
                    .as("scaled %d", seed)
                    .isTrue();
            assertThat(looksLike(picture, Drawn.png(Drawn.brighter(scene, 0.9))))
                    .as("darker %d", seed)
                    .isTrue();
        }
    }

    @Test
    void otherPicturesLookDifferent() throws Exception {
        List<Look> looks = new ArrayList<>();
        for (long seed = 0; seed < 150; seed++) {
            looks.add(reader.read(Drawn.png(Drawn.scene(64, 64, seed))).look());
        }
        for (int one = 0; one < looks.size(); one++) {
            for (int other = 0; other < one; other++) {
                assertThat(looks.get(one).isNear(looks.get(other), NEAR)).isFalse();
            }
        }
    }

    @Test
    void aPictureThatShowsNothingHasNoLook() throws Exception {
        BufferedImage plain = new BufferedImage(50, 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = plain.createGraphics();
        graphics.setColor(new Color(0x336699));
        graphics.fillRect(0, 0, 50, 40);
        graphics.dispose();
        assertThat(reader.read(Drawn.png(plain)).look()).isEqualTo(Look.NONE);
        assertThat(reader.read(Drawn.jpeg(plain, 0.5f, false)).look()).isEqualTo(Look.NONE);
        assertThat(reader.read(Drawn.png(Drawn.scene(50, 40, 1))).look()).isNotEqualTo(Look.NONE);
    }

    @Test
    void theFileIsDescribed() throws Exception {
        BufferedImage scene = Drawn.scene(60, 40, 1);
        byte[] png = Drawn.png(scene);
        Picture picture = reader.read(png);
        assertThat(picture.sha256()).isEqualTo(Sha256.hex(png)).hasSize(64);
        assertThat(List.of(picture.bytes(), picture.width(), picture.height())).containsExactly(png.length, 60, 40);
        assertThat(picture.encoding()).startsWith("PNG, 8 bits");
        assertThat(picture.metadata()).isEmpty();
        assertThat(picture.metadataValues()).isEmpty();
    }

    @Test
    void encodingsAreToldApart() throws Exception {
        BufferedImage scene = Drawn.scene(60, 40, 1);
        List<String> encodings = List.of(
                reader.read(Drawn.png(scene)).encoding(),
                reader.read(Drawn.gif(scene)).encoding(),
                reader.read(Drawn.jpeg(scene, 0.8f, false)).encoding(),
                reader.read(Drawn.jpeg(scene, 0.8f, true)).encoding());
        assertThat(encodings).doesNotHaveDuplicates();
        assertThat(encodings.get(2)).startsWith("JPEG, Baseline");
        assertThat(encodings.get(3)).startsWith("JPEG, Progressive");
    }

    @Test
    void metadataIsKindAndEntries() throws Exception {
        byte[] jpeg = Drawn.jpeg(Drawn.scene(60, 40, 1), 0.8f, false);
        Picture one = reader.read(described(jpeg, "taken at the harbour"));
        Picture other = reader.read(described(jpeg, "taken at the station"));
        assertThat(one.metadata()).isEqualTo("Exif IFD0");
        assertThat(one.metadataValues()).hasSize(1).isNotEqualTo(other.metadataValues());
        assertThat(reader.read(described(jpeg, "taken at the harbour")).metadataValues())
                .isEqualTo(one.metadataValues());
        assertThat(one.look()).isEqualTo(other.look());
    }

    /** A JPEG with an EXIF block that holds an ImageDescription (tag 0x010E of EXIF 2.32). */
    private static byte[] described(byte[] jpeg, String text) {
        byte[] ascii = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer tiff = ByteBuffer.allocate(26 + ascii.length);
        tiff.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x010E)
                .putShort((short) 2)
                .putInt(ascii.length)
                .putInt(26)
                .putInt(0)
                .put(ascii);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = 2 + 6 + tiff.capacity();
        out.writeBytes(
                new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length, 'E', 'x', 'i', 'f', 0, 0});
        out.writeBytes(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void whatIsNoPictureIsRefused() {
        byte[] jpeg = Drawn.jpeg(Drawn.scene(60, 40, 1), 0.8f, false);
        for (byte[] bytes : List.of(
                new byte[0], new byte[100], "hello".getBytes(StandardCharsets.US_ASCII), Arrays.copyOf(jpeg, 300))) {
            assertThatThrownBy(() -> reader.read(bytes)).isInstanceOf(ImageException.class);
        }
    }
}
