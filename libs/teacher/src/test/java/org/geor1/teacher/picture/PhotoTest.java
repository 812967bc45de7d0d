package org.geor1.teacher.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.image.ImageException;
import org.geor1.teacher.Photos;
import org.junit.jupiter.api.Test;

/** Contract: what leaves the machine is a decoded picture of bounded size, without what a camera wrote beside it. */
class PhotoTest {

    @Test
    void metadataDoNotGoAlong() throws Exception {
        byte[] file = Photos.withComment(Photos.jpeg(1, 40, 30), "GPS 48.1 11.6");
        assertThat(latin(file)).contains("GPS");
        Photo photo = Photo.of(file);
        assertThat(latin(photo.jpeg())).doesNotContain("GPS").doesNotContain("Exif");
        assertThat(photo.width()).isEqualTo(40);
        assertThat(photo.height()).isEqualTo(30);
    }

    @Test
    void largePicturesAreReducedToAMegapixelInTheirShape() throws Exception {
        byte[] file = Photos.jpeg(1, 3000, 1500);
        Photo photo = Photo.of(file);
        assertThat(photo.pixels()).isBetween(1_000_000L, 1L << 20);
        assertThat((double) photo.width() / photo.height()).isBetween(1.99, 2.01);
        assertThat(Photo.pixels(file)).isEqualTo(1 << 20);
    }

    @Test
    void theSameFileGivesTheSameBytes() throws Exception {
        byte[] file = Photos.jpeg(1, 40, 30);
        assertThat(Photo.of(file).jpeg()).isEqualTo(Photo.of(file).jpeg());
    }

    @Test
    void brokenFilesAreRefused() throws Exception {
        byte[] file = Photos.jpeg(1, 400, 300);
        assertThatThrownBy(() -> Photo.of(Arrays.copyOf(file, file.length / 2))).isInstanceOf(ImageException.class);
        assertThatThrownBy(() -> Photo.of(new byte[] {1, 2})).isInstanceOf(ImageException.class);
    }

    @Test
    void tilesAreNeverAskedAbout() throws Exception {
        Origin origin = Origin.line("a", 1);
        Row.Sample pair = Row.Sample.builder(origin, "1")
                .image("tile.png", ImageRole.TILE)
                .image("street.png", ImageRole.PANORAMA)
                .build();
        assertThat(Photo.sourceOf(pair)).contains(pair.images().get(1));
        Row.Sample tile = Row.Sample.builder(origin, "2")
                .image("tile.png", ImageRole.TILE)
                .build();
        assertThat(Photo.sourceOf(tile)).isEmpty();
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
