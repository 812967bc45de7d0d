package org.geor1.local.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.local.ChildJvm;
import org.geor1.local.home.Installation;

/** The command line in a separate process, so that a test can signal it. */
public final class Geor1Process implements AutoCloseable {

    private final Process process;
    private final Path errors;
    private final BufferedReader output;

    private Geor1Process(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.output = process.inputReader();
    }

    /** @param errors file that receives its standard error */
    public static Geor1Process start(Path errors, String... arguments) throws IOException {
        // A process that a shell starts in the background ignores Ctrl-C, and so would this one if the tests run there.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(ChildJvm.command(
                "-Xmx1g", "-Dai.djl.offline=true", "-Dorg.geor1.root=" + Installation.root(), Geor1.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return new Geor1Process(builder.start(), errors);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public String errors() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line of standard output that contains {@code text}; false if the process ends without one. */
    public boolean says(String text) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(text)) {
                return true;
            }
        }
        return false;
    }

    /** Sends SIGINT, as Ctrl-C does, or SIGTERM, and returns the exit code. */
    public int end(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -" + signal + " " + process.pid())
                .start()
                .waitFor();
        return process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
