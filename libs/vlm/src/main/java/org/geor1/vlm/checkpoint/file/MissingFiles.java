package org.geor1.vlm.checkpoint.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/** Detects checkpoint files that are missing, or that a download replaced with something else. */
public final class MissingFiles {

    /** Enough bytes to recognise a placeholder. */
    public static final int START_BYTES = 64;

    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

    private MissingFiles() {}

    /** @throws CheckpointException if {@code file} does not exist or is a dangling link */
    public static void require(Path file) {
        if (Files.isRegularFile(file)) {
            return;
        }
        boolean broken = Files.isSymbolicLink(file) && !Files.exists(file);
        if (broken) {
            throw new CheckpointException(
                    file.getFileName() + ": a link to a missing file; download the checkpoint again");
        }
        throw new CheckpointException(file.getFileName()
                + (Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? ": not a file" : ": no such file"));
    }

    /**
     * @param label the file's name
     * @param start its first {@link #START_BYTES}, or more
     * @throws CheckpointException if that is a Git LFS pointer or a web page
     */
    public static void refuseStandIn(String label, byte[] start) {
        String text = new String(start, 0, Math.min(start.length, START_BYTES), StandardCharsets.ISO_8859_1)
                .stripLeading()
                .toLowerCase(Locale.ROOT);
        if (text.startsWith(LFS_POINTER)) {
            throw new CheckpointException(label + ": a Git LFS pointer instead of the file; run 'git lfs pull' in the"
                    + " clone, or download the file itself");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            throw new CheckpointException(label + ": a web page instead of the file; download the file itself");
        }
    }
}
