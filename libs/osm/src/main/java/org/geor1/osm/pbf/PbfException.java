package org.geor1.osm.pbf;

import java.io.IOException;
import java.nio.file.Path;

/** A PBF file that cannot be read. The message names the file, the blob and its first byte. */
public final class PbfException extends IOException {

    private static final long serialVersionUID = 1L;

    public PbfException(String message) {
        super(message);
    }

    PbfException(Path file, int blob, long offset, String problem) {
        super(file.getFileName() + ": blob " + blob + " at byte " + offset + ": " + problem);
    }

    PbfException(Path file, int blob, long offset, String problem, Throwable cause) {
        this(file, blob, offset, problem);
        initCause(cause);
    }
}
