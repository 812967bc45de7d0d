package org.geor1.vlm.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Locates the files made by {@code benchmarks/parity}. */
public final class ParityFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private ParityFiles() {}

    /**
     * A file or directory below {@code src/test/resources/parity}; fails if it is missing, since no test may pass
     * without it.
     */
    public static Path path(String name) {
        Path path = Path.of("src/test/resources/parity").resolve(name);
        if (!Files.exists(path)) {
            throw new IllegalStateException(path + " is missing; benchmarks/parity/README.md explains how to make it");
        }
        return path;
    }

    public static JsonNode json(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(path(name)));
    }
}
