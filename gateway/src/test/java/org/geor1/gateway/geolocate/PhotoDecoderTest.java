package org.geor1.gateway.geolocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayProperties;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What leaves the decoder: upright pixels, not too many, and no metadata. */
class PhotoDecoderTest {
    private final PhotoDecoder decoder = new PhotoDecoder(new GatewayProperties(
            Duration.ofSeconds(1),
            1,
            DataSize.ofMegabytes(1),
            new GatewayProperties.Image(DataSize.ofMegabytes(10), 50_000_000, 8),
            new GatewayProperties.Stream(Duration.ofSeconds(1), Duration.ofSeconds(1), 16, 16)));

    @Test
    void pixelsOfAPngPassUnchanged() throws Exception {
        byte[] png = GeolocateTest.image(40, 30, "png");
        Photo photo = decoder.decode(png);
        BufferedImage before = ImageIO.read(new ByteArrayInputStream(png));
        BufferedImage after = ImageIO.read(new ByteArrayInputStream(photo.png()));
        assertThat(after.getRGB(0, 0, 40, 30, null, 0, 40)).isEqualTo(before.getRGB(0, 0, 40, 30, null, 0, 40));
    }

    @Test
    void positionIsNoticedAndDroppedAndTheCameraTurnedUpright() throws Exception {
        byte[] jpeg = withExif(GeolocateTest.image(40, 20, "jpeg"), 6, true);
        Photo photo = decoder.decode(jpeg);
        assertThat(photo.hadGps()).isTrue();
        assertThat(photo.width()).isEqualTo(20);
        assertThat(photo.height()).isEqualTo(40);
        assertThat(new String(photo.png(), StandardCharsets.ISO_8859_1)).doesNotContain("Exif");
        assertThat(decoder.decode(withExif(GeolocateTest.image(40, 20, "jpeg"), 1, false))
                        .hadGps())
                .isFalse();
    }

    @Test
    void orientationSixPutsTheStoredLeftEdgeOnTop() throws Exception {
        BufferedImage stored = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 20; y++) {
            for (int x = 0; x < 8; x++) {
                stored.setRGB(x, y, 0xff0000);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(stored, "jpeg", out);
        Photo photo = decoder.decode(withExif(out.toByteArray(), 6, false));
        BufferedImage upright = ImageIO.read(new ByteArrayInputStream(photo.png()));
        assertThat(upright.getRGB(10, 2) >> 16 & 0xff).isGreaterThan(200);
        assertThat(upright.getRGB(10, 38) >> 16 & 0xff).isLessThan(50);
    }

    @Test
    void largePhotoIsThinnedWhileItIsRead() throws Exception {
        Photo photo = decoder.decode(GeolocateTest.image(4000, 3000, "jpeg"));
        assertThat((long) photo.width() * photo.height()).isLessThanOrEqualTo(4_000_000);
        assertThat(photo.width() / (double) photo.height()).isBetween(1.3, 1.36);
    }

    /** Puts an EXIF block with an orientation, and maybe a GPS pointer, behind the start marker. */
    private static byte[] withExif(byte[] jpeg, int orientation, boolean gps) throws IOException {
        ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 2 * 12 + 4);
        tiff.put((byte) 'M').put((byte) 'M').putShort((short) 42).putInt(8).putShort((short) (gps ? 2 : 1));
        tiff.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        if (gps) {
            tiff.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(0);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (2 + 6 + tiff.capacity())});
        out.write("Exif\0\0".getBytes(StandardCharsets.ISO_8859_1));
        out.write(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
