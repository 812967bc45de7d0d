package org.geor1.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out which processes a terminal's Ctrl-C would reach: it signals every process of one group. */
public final class ProcessGroups {

    /** Index among the fields after the program's name in {@code /proc/PID/stat}. */
    private static final int GROUP = 2;

    private ProcessGroups() {}

    /** Whether the process leads its own group, so that Ctrl-C for its parent's group does not reach it. */
    public static boolean isLeader(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[GROUP].equals(Long.toString(pid));
    }
}
