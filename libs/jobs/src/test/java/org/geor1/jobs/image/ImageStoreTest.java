package org.geor1.jobs.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stored picture is whole or absent, is named by its content, checked when it is read, and closed to others. */
class ImageStoreTest {

    private static final byte[] PICTURE = {1, 2, 3};

    @TempDir
    Path artifacts;

    private ImageStore store;

    @BeforeEach
    void newStore() {
        store = new ImageStore(artifacts);
    }

    private Path file(String sha256) {
        return artifacts
                .resolve("images")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256.substring(2, 4))
                .resolve(sha256);
    }

    @Test
    void contentNamesThePicture() {
        String sha256 = store.put(PICTURE);
        assertThat(store.put(PICTURE.clone())).isEqualTo(sha256);
        assertThat(sha256).isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
        assertThat(store.fetch(sha256)).containsExactly(PICTURE);
        assertThat(file(sha256)).exists();
        assertThat(artifacts.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void aDamagedFileCountsAsMissingAndIsMendedWhenThePictureArrivesAgain() throws IOException {
        String sha256 = store.put(PICTURE);
        Files.write(file(sha256), new byte[] {1, 2});
        assertThatThrownBy(() -> store.fetch(sha256))
                .isInstanceOf(NoSuchImageException.class)
                .hasMessageContaining(sha256);
        store.put(PICTURE);
        assertThat(store.fetch(sha256)).containsExactly(PICTURE);
    }

    @Test
    void othersMayReadNothing() throws IOException {
        store.put(PICTURE);
        try (Stream<Path> all = Files.walk(artifacts.resolve("images"))) {
            assertThat(all.map(ImageStoreTest::mode)).allMatch(mode -> mode.endsWith("------"));
        }
        assertThat(mode(artifacts.resolve("tmp"))).endsWith("------");
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFailedWriteNamesThePictureAndLeavesNothing() throws IOException {
        Files.write(artifacts.resolve("images"), PICTURE);
        assertThatThrownBy(() -> store.put(PICTURE))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot store image 039058c6");
        assertThat(artifacts.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void aLinkIsNoPicture() throws IOException {
        String sha256 = store.put(PICTURE);
        Path elsewhere = Files.write(artifacts.resolve("elsewhere"), PICTURE);
        Files.delete(file(sha256));
        Files.createSymbolicLink(file(sha256), elsewhere);
        assertThatThrownBy(() -> store.fetch(sha256)).isInstanceOf(NoSuchImageException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "..",
                "../../../../etc/passwd",
                "039058C6F2C0CB492C533B0A4D14EF77CC0F78ABCCCED5287D84A1A2011CFB81",
                "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb8",
                "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb8\0"
            })
    void invalidNamesNeverReachTheDisk(String name) {
        assertThatThrownBy(() -> store.fetch(name)).isInstanceOf(NoSuchImageException.class);
    }
}
