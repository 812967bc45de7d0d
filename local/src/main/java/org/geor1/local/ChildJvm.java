package org.geor1.local;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs that this one starts: the same Java, with the options that the launcher gives it. */
public final class ChildJvm {

    /** The first JDK that warns of native code and of direct memory access unless they are allowed. */
    private static final int WARNS = 24;

    private ChildJvm() {}

    /** The program and its options, to which the caller adds the main class and its arguments. */
    public static List<String> command(String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Djava.awt.headless=true", "-Dfile.encoding=UTF-8"));
        if (Runtime.version().feature() >= WARNS) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of(options));
        return command;
    }
}
