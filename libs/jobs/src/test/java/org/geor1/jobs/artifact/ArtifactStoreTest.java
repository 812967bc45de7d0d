package org.geor1.jobs.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An artifact is complete or absent, is named by its content, and is verified before use. */
class ArtifactStoreTest {

    @TempDir
    Path root;

    private ArtifactStore store;

    @BeforeEach
    void newStore() {
        store = new ArtifactStore(root);
    }

    @Test
    void contentNamesTheArtifact() throws IOException {
        Artifact first = store.write("a", two("x"));
        Artifact same = store.write("b", two("x"));
        Artifact other = store.write("a", two("y"));
        assertThat(same.sha256()).isEqualTo(first.sha256()).isNotEqualTo(other.sha256());
        assertThat(store.open(first.sha256()).resolve("config.json")).hasContent("x");
        try (InputStream in = store.read(first.sha256(), "model.bin")) {
            assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
        }
        assertThat(store.find(first.sha256()).orElseThrow().files()).isEqualTo(first.files());
    }

    @Test
    void othersMayReadNeitherAnArtifactNorOneBeingWritten() throws IOException {
        Artifact artifact = store.write("a", directory -> {
            two("x").accept(directory);
            try {
                Files.createDirectory(directory.resolve("adapter"));
                Files.writeString(directory.resolve("adapter/config.json"), "{}");
                assertThat(openToOthers(root.resolve("tmp"))).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ArtifactStore copies = new ArtifactStore(root.resolve("copies"));
        copies.receive(artifact, file -> store.read(artifact.sha256(), file));
        for (Path path : List.of(root.resolve(artifact.sha256()), root.resolve("copies"))) {
            try (Stream<Path> all = Files.walk(path)) {
                assertThat(all.flatMap(ArtifactStoreTest::openToOthers)).isEmpty();
            }
        }
    }

    private static Stream<String> openToOthers(Path path) {
        try {
            String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
            return mode.endsWith("------") ? Stream.empty() : Stream.of(mode + " " + path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aWriterThatFailsLeavesNothing() throws IOException {
        assertThatThrownBy(() -> store.write("a", directory -> {
                    two("x").accept(directory);
                    throw new IllegalStateException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(visible()).isEmpty();
    }

    @Test
    void aFailedWriteNamesItsCause() {
        assertThatThrownBy(() -> store.write("a", directory -> {
                    try {
                        Files.delete(directory);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .hasMessageContaining("cannot store artifact a: ")
                .satisfies(e -> assertThat(e)
                        .hasMessageContaining(String.valueOf(e.getCause().getMessage())));
        Artifact artifact = store.write("a", two("x"));
        ArtifactStore copies = new ArtifactStore(root.resolve("copies"));
        assertThatThrownBy(() -> copies.receive(artifact, file -> {
                    throw new IOException("No space left on device");
                }))
                .hasMessage("cannot receive artifact " + artifact.sha256() + ": No space left on device");
    }

    @Test
    void aCrashBeforeTheRenameLeavesNoArtifact() throws IOException {
        Path work = Files.createDirectories(root.resolve("tmp/half/files"));
        Files.writeString(work.resolve("config.json"), "half");
        Artifact artifact = store.write("a", two("x"));
        assertThat(visible()).containsExactly(artifact.sha256());
        ArtifactStore.discardUnfinished(root);
        assertThat(work).doesNotExist();
        assertThat(store.open(artifact.sha256())).exists();
        ArtifactStore.discardUnfinished(root);
    }

    @Test
    void damageIsDetectedOnOpening() throws IOException {
        Artifact artifact = store.write("a", two("x"));
        Files.writeString(root.resolve(artifact.sha256()).resolve("files/config.json"), "y");
        assertThatThrownBy(() -> store.open(artifact.sha256()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void filesAreHashedOnceAndAgainAfterAnyChange() throws IOException {
        Artifact artifact = store.write("a", two("x"));
        Path config = store.open(artifact.sha256()).resolve("config.json");
        FileTime written = Files.getLastModifiedTime(config);
        Files.writeString(config, "y");
        Files.setLastModifiedTime(config, written);
        // Only reading the file again could show the change, and this process does not ...
        assertThat(store.open(artifact.sha256())).exists();
        // ... but another process does.
        assertThatThrownBy(() -> new ArtifactStore(root).open(artifact.sha256()))
                .isInstanceOf(ArtifactException.class);

        Files.setLastModifiedTime(config, FileTime.fromMillis(0));
        assertThatThrownBy(() -> store.open(artifact.sha256())).isInstanceOf(ArtifactException.class);
        Files.delete(config);
        assertThatThrownBy(() -> store.open(artifact.sha256()))
                .isInstanceOf(ArtifactException.class)
                .hasMessageContaining("config.json");
    }

    @Test
    void aDamagedTransferIsRefused() throws IOException {
        Artifact artifact = store.write("a", two("x"));
        ArtifactStore replica = new ArtifactStore(root.resolve("replica"));
        assertThatThrownBy(() -> replica.receive(artifact, file -> new ByteArrayInputStream(new byte[] {9})))
                .isInstanceOf(ArtifactException.class);
        assertThat(replica.find(artifact.sha256())).isEmpty();
        replica.receive(artifact, file -> store.read(artifact.sha256(), file));
        assertThat(replica.open(artifact.sha256()).resolve("config.json")).hasContent("x");
    }

    @Test
    void aManifestMustHashToItsName() {
        Artifact artifact = store.write("a", two("x"));
        Artifact forged =
                new Artifact(artifact.sha256(), "a", List.of(new Artifact.FileEntry("../evil", 1, "0".repeat(64))));
        assertThatThrownBy(() -> store.receive(forged, file -> InputStream.nullInputStream()))
                .isInstanceOf(ArtifactException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../x",
                "a/b",
                "a/../config.json",
                "/config.json",
                "a//b",
                "a\\b",
                ".hidden",
                "%2e%2e",
                "",
                "config.json\0"
            })
    void invalidNamesNeverReachTheDisk(String name) {
        Artifact artifact = store.write("a", two("x"));
        assertThatThrownBy(() -> store.read(artifact.sha256(), name)).isInstanceOf(ArtifactException.class);
        assertThatThrownBy(() -> store.open(name)).isInstanceOf(ArtifactException.class);
    }

    @Test
    void foldersAreKept() throws IOException {
        Artifact artifact = store.write("state", directory -> {
            two("x").accept(directory);
            try {
                two("y").accept(Files.createDirectories(directory.resolve("reference")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ArtifactStore replica = new ArtifactStore(root.resolve("replica"));
        replica.receive(artifact, file -> store.read(artifact.sha256(), file));
        assertThat(replica.open(artifact.sha256()).resolve("reference/config.json"))
                .hasContent("y");
        store.delete(artifact.sha256());
        assertThat(visible()).containsExactly("replica");
    }

    @Test
    void linksAreRefused() {
        assertThatThrownBy(() -> store.write("a", directory -> {
                    try {
                        Files.createSymbolicLink(directory.resolve("link"), Path.of("/etc/hostname"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }))
                .isInstanceOf(ArtifactException.class);
    }

    @Test
    void deletingIsFinal() {
        Artifact artifact = store.write("a", two("x"));
        store.delete(artifact.sha256());
        store.delete(artifact.sha256());
        assertThat(store.find(artifact.sha256())).isEmpty();
    }

    private List<String> visible() throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("tmp"))
                    .toList();
        }
    }

    private static java.util.function.Consumer<Path> two(String text) {
        return directory -> {
            try {
                Files.writeString(directory.resolve("config.json"), text);
                Files.write(directory.resolve("model.bin"), new byte[] {1, 2, 3});
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
