package org.geor1.vlm.checkpoint.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;

/** Files of a checkpoint that are not there, or in whose place something else was left by a download. */
public final class MissingFiles {

    /** Enough of a file to know a stand-in by. */
    public static final int START_BYTES = 64;

    private static final String LFS_POINTER = "version https://git-lfs.github.com/spec/";

    private MissingFiles() {}

    /** @throws CheckpointException if {@code file} is not there, or is a link to nothing */
    public static void require(Path file) {
        if (Files.isRegularFile(file)) {
            return;
        }
        boolean broken = Files.isSymbolicLink(file) && !Files.exists(file);
        if (broken) {
            throw new CheckpointException(
                    file.getFileName() + ": a link to a file that is not there; download the checkpoint again");
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
            throw new CheckpointException(label + ": a Git LFS pointer instead of the file; run 'git lfs pull' where it"
                    + " was cloned, or download the file itself");
        }
        if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
            throw new CheckpointException(label + ": a web page instead of the file; download the file itself");
        }
    }
}
