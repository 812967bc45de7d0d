package org.geor1.local.cli.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetReader;
import org.geor1.data.check.DatasetCheck;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.home.EnvironmentProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which dataset, and of which format. */
public final class DatasetArguments {

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Parameters(paramLabel = "PATH", description = "The dataset's folder, or one file of it.")
    public Path path = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = DatasetOption.FormatNames.class,
            description = "Its format, one of ${COMPLETION-CANDIDATES} (default: the one it looks like).")
    @Nullable
    String format;

    /** @throws CommandFailure if the dataset does not exist or cannot be read as the format */
    public DatasetReader reader() {
        return DatasetOption.reader(path, format, Objects.requireNonNull(command));
    }

    public DatasetCheck open(DatasetReader reader) {
        try {
            return DatasetCheck.open(reader, path);
        } catch (DatasetException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    public EnvironmentProblem unreadable(Exception cause) {
        return Input.unreadable(path, cause);
    }
}
