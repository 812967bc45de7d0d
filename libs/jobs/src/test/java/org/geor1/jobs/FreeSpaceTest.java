package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.jobs.outage.FreeSpace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/**
 * Contract: a shortage is reported with its figures, work resumes at a higher threshold than it stopped, and a full
 * disk is recognised.
 */
class FreeSpaceTest {

    private static final Path PLACE = Path.of("/somewhere");

    @TempDir
    Path directory;

    private final AtomicLong free = new AtomicLong(2_000_000);
    private final FreeSpace space = new FreeSpace(PLACE, DataSize.ofBytes(1_000_000), any -> free.get());

    @Test
    void workStopsBelowTheLimitAndResumesAQuarterAboveIt() {
        assertThat(space.shortage()).isNull();
        free.set(1_000_000);
        assertThat(space.shortage()).isNull();
        free.set(999_999);
        assertThat(space.shortage()).isEqualTo("No space left on device: 1.0 MB free in /somewhere, 1.3 MB wanted");
        free.set(1_249_999);
        assertThat(space.shortage()).isNotNull();
        free.set(1_250_000);
        assertThat(space.shortage()).isNull();
        free.set(1_000_000);
        assertThat(space.shortage()).isNull();
    }

    @Test
    void afterAFailedWriteMoreSpaceThanBeforeIsWanted() {
        free.set(5_000_000);
        space.exhausted();
        assertThat(space.shortage()).contains("5.0 MB free", "6.0 MB wanted");
        free.set(6_000_000);
        assertThat(space.shortage()).isNull();
        free.set(1_100_000);
        assertThat(space.shortage()).isNull();
    }

    @Test
    void aMissingDirectoryHasTheSpaceOfItsParent() {
        assertThat(new FreeSpace(directory.resolve("a/b"), DataSize.ofBytes(1)).shortage())
                .isNull();
        assertThat(new FreeSpace(directory.resolve("a/b"), DataSize.ofTerabytes(100_000)).shortage())
                .contains("a/b");
    }

    @Test
    void theSystemErrorIsRecognisedThroughEveryWrapper() {
        IOException full = full();
        assertThat(DiskFull.ofFiles(new IllegalStateException("cannot save", new UncheckedIOException(full))))
                .isTrue();
        assertThat(DiskFull.describe(new IllegalStateException("cannot save", new UncheckedIOException(full))))
                .isEqualTo("cannot save: No space left on device");
        assertThat(DiskFull.describe(new UncheckedIOException(full))).endsWith("IOException: No space left on device");
        assertThat(DiskFull.ofFiles(new IOException("Disk quota exceeded"))).isTrue();
        assertThat(DiskFull.ofFiles(new IOException("Permission denied"))).isFalse();
        assertThat(DiskFull.ofDatabase(new RuntimeException(new SQLException("could not extend file", "53100"))))
                .isTrue();
        assertThat(DiskFull.ofDatabase(new RuntimeException(new SQLException("gone", "08006"))))
                .isFalse();
    }

    /** Every write to this device fails as on a full disk. */
    private static IOException full() {
        try (FileOutputStream device = new FileOutputStream("/dev/full")) {
            device.write(1);
            throw new AssertionError("/dev/full took a byte");
        } catch (IOException e) {
            return e;
        }
    }
}
