package org.geor1.local.cli.terminal;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.home.EnvironmentProblem;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Where a command writes: results to standard output, progress to standard error. */
public final class Output {

    public enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text or json: with json, standard output holds one JSON document.",
            defaultValue = "text")
    Format format = Format.TEXT;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    public boolean isJson() {
        return format == Format.JSON;
    }

    /** Set by the launcher: JDKs before 22 cannot tell whether both streams are a terminal. */
    public boolean isTerminal() {
        return Boolean.getBoolean("org.geor1.terminal");
    }

    /** A line of the result, for people. */
    public void line(String text) {
        if (!isJson()) {
            out.println(PlainText.of(text));
        }
    }

    /** The result, for programs. */
    public void document(Object value) {
        if (isJson()) {
            out.println(pretty(value));
        }
    }

    /** A line of progress. */
    public void note(String text) {
        err.println(PlainText.of(text));
    }

    public void write(Path file, Object value) {
        try {
            Files.writeString(file, pretty(value) + System.lineSeparator());
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + file + " (" + DiskFull.describe(e) + ")", "Choose another file", e);
        }
    }

    private String pretty(Object value) {
        return PlainText.of(JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(value));
    }
}
