package org.geor1.vlm.parity;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files made by {@code benchmarks/parity} lie. */
public final class ParityFiles {

    private ParityFiles() {}

    /** A file or directory below {@code src/test/resources/parity}; fails if it is missing, as no test may pass without. */
    public static Path path(String name) {
        Path path = Path.of("src/test/resources/parity").resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; benchmarks/parity/README.md tells how to make it");
        }
        return path;
    }
}
