package org.geor1.local.cli.dataset;

import java.nio.file.Path;
import java.util.Iterator;
import org.geor1.data.DatasetReader;
import org.geor1.data.format.DatasetFormats;
import org.geor1.local.cli.terminal.CommandFailure;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds the reader of a dataset that a command line names. */
public final class DatasetOption {

    private DatasetOption() {}

    /** The names of the formats, for the help. */
    public static final class FormatNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DatasetFormats.names().iterator();
        }
    }

    /**
     * @param format its name, or null for the one that the dataset looks like
     * @throws CommandFailure if the dataset does not exist or looks like none
     * @throws ParameterException if there is no format of that name
     */
    public static DatasetReader reader(Path dataset, @Nullable String format, CommandSpec command) {
        DatasetReader named = format == null ? null : named(format, command);
        Input.requireExists(dataset, "Name a dataset's folder, or one file of it");
        return named != null
                ? named
                : DatasetFormats.recognise(dataset)
                        .orElseThrow(() -> new CommandFailure(dataset
                                + " looks like no dataset that is known. Name its format with --format: " + names()));
    }

    private static DatasetReader named(String format, CommandSpec command) {
        return DatasetFormats.named(format)
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(), "There is no format '" + format + "'. Choose one of " + names()));
    }

    private static String names() {
        return String.join(", ", DatasetFormats.names());
    }
}
