package org.geor1.jobs.artifact;

import java.io.IOException;
import java.nio.file.Path;

/** What files lie on. */
@FunctionalInterface
public interface Disk {

    /** Waits until the content of a file, or the entries of a directory, would survive a loss of power. */
    void sync(Path path) throws IOException;
}
