package org.geor1.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: no path of a row reads a file outside the dataset's folder, nor more than a picture may have. */
class DatasetFolderTest {

    @TempDir
    Path parent;

    private Path root;
    private DatasetFolder folder;

    @BeforeEach
    void secretBesideTheFolder() throws Exception {
        root = Files.createDirectories(parent.resolve("set"));
        Files.writeString(parent.resolve("secret.jpg"), "secret");
        Files.createDirectories(root.resolve("sub"));
        Files.writeString(root.resolve("sub/in.jpg"), "in");
        Files.createSymbolicLink(root.resolve("out.jpg"), parent.resolve("secret.jpg"));
        Files.createSymbolicLink(root.resolve("up"), parent);
        Files.createSymbolicLink(root.resolve("alias.jpg"), root.resolve("sub/in.jpg"));
        folder = DatasetFolder.of(root);
    }

    private byte[] read(String path) throws Exception {
        return folder.read(new ImageSource.File(path, ImageRole.IMAGE));
    }

    @Test
    void readsWhatLiesWithin() throws Exception {
        assertThat(read("sub/in.jpg")).isEqualTo("in".getBytes());
        assertThat(read("alias.jpg")).isEqualTo("in".getBytes());
        assertThat(DatasetFolder.of(root.resolve("sub/in.jpg")).root())
                .isEqualTo(root.resolve("sub").toRealPath());
    }

    @ParameterizedTest
    @CsvSource({
        "../secret.jpg, leads out",
        "sub/../../secret.jpg, leads out",
        "sub/../sub/in.jpg, leads out",
        "..\\secret.jpg, leads out",
        "/etc/passwd, leads out",
        "out.jpg, is a link that leads out",
        "up/secret.jpg, is a link that leads out",
        "nowhere.jpg, is missing",
        "sub, is not a file",
        "https://example.org/a.jpg, is an address",
        "' ', is missing"
    })
    void refusesEverythingElse(String path, String why) {
        assertThatThrownBy(() -> read(path)).isInstanceOf(FaultException.class).hasMessageContaining(why);
    }

    @Test
    void refusesAbsolutePathsEvenWithin() {
        assertThatThrownBy(() -> read(root.resolve("sub/in.jpg").toString()))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("paths are relative");
    }

    @Test
    void refusesNamesThatAreNone() {
        assertThatThrownBy(() -> read("a\0b"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("is not a path");
    }

    @Test
    void refusesEmptyAndHugeFiles() throws Exception {
        Files.createFile(root.resolve("empty.jpg"));
        try (RandomAccessFile huge =
                new RandomAccessFile(root.resolve("huge.jpg").toFile(), "rw")) {
            huge.setLength((20 << 20) + 1);
        }
        assertThatThrownBy(() -> read("empty.jpg"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("has 0 bytes");
        assertThatThrownBy(() -> read("huge.jpg"))
                .isInstanceOf(FaultException.class)
                .hasMessageContaining("more than");
    }
}
