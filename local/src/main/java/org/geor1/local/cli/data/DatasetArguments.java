package org.geor1.local.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Objects;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetReader;
import org.geor1.data.check.DatasetCheck;
import org.geor1.data.format.DatasetFormats;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.home.EnvironmentProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which dataset, and of which format. */
final class DatasetArguments {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Parameters(paramLabel = "PATH", description = "The dataset's folder, or one file of it.")
    Path path = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = FormatNames.class,
            description = "Its format, one of ${COMPLETION-CANDIDATES} (default: the one it looks like).")
    @Nullable
    String format;

    /** The names in the help. */
    static final class FormatNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DatasetFormats.names().iterator();
        }
    }

    /** @throws CommandFailure if the dataset does not exist or cannot be read as the format */
    DatasetReader reader() {
        String name = format;
        DatasetReader named = name == null ? null : named(name);
        Input.requireExists(path, "Name a dataset's folder, or one file of it");
        return named != null
                ? named
                : DatasetFormats.recognise(path)
                        .orElseThrow(() -> new CommandFailure(path
                                + " looks like no dataset that is known. Name its format with --format: " + names()));
    }

    private DatasetReader named(String name) {
        return DatasetFormats.named(name)
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(command).commandLine(),
                        "There is no format '" + name + "'. Choose one of " + names()));
    }

    private static String names() {
        return String.join(", ", DatasetFormats.names());
    }

    DatasetCheck open(DatasetReader reader) {
        try {
            return DatasetCheck.open(reader, path);
        } catch (DatasetException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    EnvironmentProblem unreadable(Exception cause) {
        return Input.unreadable(path, cause);
    }
}
