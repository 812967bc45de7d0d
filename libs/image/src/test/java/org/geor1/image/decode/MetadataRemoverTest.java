package org.geor1.image.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.RgbPixels;
import org.junit.jupiter.api.Test;

/** Contract: a cleaned picture has the pixels and the orientation of the original and no position; clean ones stay as they are. */
class MetadataRemoverTest {

    private static final String SECRET = "taken at home";

    private final MetadataRemover remover = new MetadataRemover(ImageLimits.standard());
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());

    private static List<Path> pictures() throws IOException {
        List<Path> all = new ArrayList<>(PictureFiles.withExpectation("pictures"));
        all.addAll(PictureFiles.withExpectation("cases"));
        return all;
    }

    @Test
    void pixelsStayAndASecondTimeChangesNothing() throws IOException {
        assertThat(pictures()).hasSizeGreaterThan(80);
        for (Path file : pictures()) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] clean = remover.clean(bytes);
            assertThat(pixels(clean)).as(file.toString()).isEqualTo(pixels(bytes));
            assertThat(decoder.decode(clean).hadPosition()).as(file.toString()).isFalse();
            assertThat(remover.clean(clean)).as(file.toString()).isSameAs(clean);
        }
    }

    private byte[] pixels(byte[] file) {
        return RgbPixels.of(decoder.decode(file).image()).data();
    }

    @Test
    void plainPicturesStayAsTheyAre() throws IOException {
        for (String name : List.of(
                "pictures/jpeg_444.jpg",
                "pictures/jpeg_progressive.jpg",
                "pictures/jpeg_restart.jpg",
                "pictures/jpeg_adobe_rgb.jpg",
                "pictures/png_rgb.png",
                "pictures/png_palette1_trns.png",
                "pictures/gif_plain.gif",
                "pictures/tiff_rgb.tif",
                "pictures/tiff_strips.tif",
                "cases/icc_p3.jpg")) {
            byte[] bytes = PictureFiles.read(name);
            assertThat(remover.clean(bytes)).as(name).isSameAs(bytes);
        }
    }

    @Test
    void positionsGoAndTheOrientationStays() throws IOException {
        byte[] photo = PictureFiles.read("pictures/jpeg_gps.jpg");
        assertThat(decoder.decode(photo).hadPosition()).isTrue();
        assertThat(decoder.decode(remover.clean(photo)).hadPosition()).isFalse();
        for (String turned : List.of("pictures/jpeg_exif6.jpg", "pictures/png_exif6.png", "cases/exif6.jpg")) {
            byte[] clean = remover.clean(PictureFiles.read(turned));
            assertThat(ImageHeader.of(ImageFormat.of(clean), clean).exif())
                    .as(turned)
                    .isEqualTo(new Exif(6, false));
        }
    }

    @Test
    void nothingAfterThePictureAndNoCommentStays() throws IOException {
        for (String name : List.of("pictures/jpeg_444.jpg", "pictures/png_rgb.png", "pictures/gif_plain.gif")) {
            byte[] bytes = PictureFiles.read(name);
            ByteArrayOutputStream tail = new ByteArrayOutputStream();
            tail.writeBytes(bytes);
            tail.writeBytes(SECRET.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(remover.clean(tail.toByteArray())).as(name).isEqualTo(bytes);
        }
        byte[] jpeg = PictureFiles.read("pictures/jpeg_444.jpg");
        for (int marker : new int[] {0xE1, 0xE2, 0xED, 0xEE, 0xEF, 0xFE}) {
            assertThat(remover.clean(withSegment(jpeg, marker)))
                    .as("marker %x", marker)
                    .isEqualTo(jpeg);
        }
        byte[] mpo = remover.clean(PictureFiles.read("pictures/mpo.jpg"));
        assertThat(mpo.length).isLessThan(PictureFiles.read("pictures/mpo.jpg").length);
        byte[] frames = PictureFiles.read("pictures/gif_animated.gif");
        assertThat(remover.clean(frames).length).isLessThan(frames.length);
    }

    private static byte[] withSegment(byte[] jpeg, int marker) {
        byte[] text = SECRET.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) marker, 0, (byte) (2 + text.length)});
        out.writeBytes(text);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    @Test
    void aTiffFileWithMetadataBecomesPng() throws IOException {
        byte[] tiff = PictureFiles.read("pictures/tiff_rgb.tif");
        int directory = (tiff[4] & 0xFF) | (tiff[5] & 0xFF) << 8 | (tiff[6] & 0xFF) << 16;
        int entries = tiff[directory] & 0xFF;
        int next = directory + 2 + 12 * entries;
        // A further directory, which may hold anything.
        byte[] more = Arrays.copyOf(tiff, tiff.length);
        more[next] = 8;
        byte[] clean = remover.clean(more);
        assertThat(ImageFormat.of(clean)).isEqualTo(ImageFormat.PNG);
        assertThat(pixels(clean)).isEqualTo(pixels(tiff));
    }

    @Test
    void whatTheDecoderRefusesIsRefused() throws IOException {
        byte[] half = PictureFiles.read("cases/truncated_half.jpg");
        assertThatThrownBy(() -> remover.clean(half)).isInstanceOf(ImageException.class);
        for (Path file : pictures()) {
            byte[] bytes = Files.readAllBytes(file);
            for (int length = 0; length < bytes.length; length += 1 + bytes.length / 50) {
                byte[] cut = Arrays.copyOf(bytes, length);
                try {
                    assertThat(remover.clean(cut).length).isPositive();
                } catch (ImageException expected) {
                    assertThat(expected.problem()).isNotBlank();
                }
            }
        }
    }
}
