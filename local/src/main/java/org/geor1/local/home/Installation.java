package org.geor1.local.home;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Locates the checkout that this process was built from. */
public final class Installation {

    /** Set by the launcher. */
    private static final String PROPERTY = "org.geor1.root";

    private Installation() {}

    /** The shipped models, one directory each. */
    public static Path models() {
        return root().resolve("models");
    }

    /** The directory that holds the launcher script; looked for upward from here when no launcher was used. */
    public static Path root() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return Path.of(given);
        }
        for (@Nullable Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("geor1")) && Files.isRegularFile(at.resolve("mvnw"))) {
                return at;
            }
        }
        throw new EnvironmentProblem("Cannot tell where Geo-R1 is installed", "Start it with the ./geor1 script");
    }
}
