package org.geor1.local.cli.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.home.EnvironmentProblem;

/** What is wrong with the path that a command reads from, in the same words for all of them. */
public final class Input {

    private Input() {}

    /**
     * @param remedy what to name instead
     * @throws CommandFailure if there is nothing
     */
    public static void requireExists(Path path, String remedy) {
        if (!Files.exists(path)) {
            throw new CommandFailure(path + " does not exist. " + remedy);
        }
    }

    /**
     * @param remedy what to name instead
     * @throws CommandFailure if there is nothing, or a folder
     */
    public static void requireFile(Path path, String remedy) {
        requireExists(path, remedy);
        if (Files.isDirectory(path)) {
            throw new CommandFailure(path + " is a folder. " + remedy);
        }
    }

    public static EnvironmentProblem unreadable(Path path, Exception cause) {
        return new EnvironmentProblem(
                "Cannot read " + path + " (" + DiskFull.describe(cause) + ")",
                "Check its permissions and its disk",
                cause);
    }
}
