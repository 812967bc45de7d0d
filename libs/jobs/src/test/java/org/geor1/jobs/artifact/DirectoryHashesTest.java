package org.geor1.jobs.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: a directory has the hash that an artifact of its plain files has, and another one after any change of them. */
class DirectoryHashesTest {

    @TempDir
    Path temporary;

    private final DirectoryHashes hashes = new DirectoryHashes();
    private Path model;

    @BeforeEach
    void makeModel() throws IOException {
        model = Files.createDirectory(temporary.resolve("model"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("weights"), "abc");
    }

    @Test
    void itIsTheHashOfTheArtifact() throws IOException {
        Artifact artifact = new ArtifactStore(temporary.resolve("artifacts")).write("policy", this::copy);

        assertThat(hashes.sha256(model)).isEqualTo(artifact.sha256());
        Files.writeString(model.resolve(".hidden"), "x");
        Files.createDirectory(model.resolve("folder"));
        assertThat(hashes.sha256(model)).isEqualTo(artifact.sha256());
    }

    private void copy(Path target) {
        try {
            for (Path file : DirectoryHashes.files(model)) {
                Files.copy(file, target.resolve(model.relativize(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whateverChangesIsSeen() throws IOException {
        String before = hashes.sha256(model);
        Files.writeString(model.resolve("weights"), "abd");
        Files.setLastModifiedTime(model.resolve("weights"), FileTime.fromMillis(1));
        String changed = hashes.sha256(model);
        assertThat(changed).isNotEqualTo(before);
        Files.writeString(model.resolve("more"), "");
        assertThat(hashes.sha256(model)).isNotEqualTo(changed);
        Files.delete(model.resolve("more"));
        assertThat(hashes.sha256(model)).isEqualTo(changed);
        Files.move(model.resolve("weights"), model.resolve("weights2"));
        assertThat(hashes.sha256(model)).isNotEqualTo(changed);
    }

    /** Otherwise a large model would be read for every request. A change that keeps size, time and inode shows it. */
    @Test
    void whatHasNotChangedIsNotReadAgain() throws IOException {
        Path weights = model.resolve("weights");
        FileTime time = Files.getLastModifiedTime(weights);
        String before = hashes.sha256(model);
        Files.writeString(weights, "abd");
        Files.setLastModifiedTime(weights, time);

        assertThat(hashes.sha256(model)).isEqualTo(before);
        assertThat(new DirectoryHashes().sha256(model)).isNotEqualTo(before);
    }
}
