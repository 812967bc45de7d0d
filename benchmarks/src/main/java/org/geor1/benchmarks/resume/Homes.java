package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.local.home.Home;
import org.springframework.util.FileSystemUtils;

/** Homes in temporary directories, each next to its platform's standard error output. */
final class Homes {

    private Homes() {}

    static Home create() throws IOException {
        return new Home(Files.createTempDirectory("geor1-resume").resolve("home"));
    }

    static Path errors(Home home) {
        return home.directory().resolveSibling("errors.log");
    }

    static void delete(Home home) throws IOException {
        FileSystemUtils.deleteRecursively(home.directory().getParent());
    }
}
