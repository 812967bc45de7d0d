package org.geor1.local.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.LicenceFiles;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.check.DatasetCheck;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.DatasetArguments;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.pairing.PairingBuild;
import org.geor1.pairing.PairingReport;
import org.geor1.pairing.PairingSettings;
import org.geor1.pairing.PlaceImport;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.question.TooFewPlaces;
import org.geor1.pairing.write.PictureCopy;
import org.geor1.pairing.write.WorkFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes cross-view pairing questions of a dataset. */
@Command(
        name = "pairs",
        mixinStandardHelpOptions = true,
        description = {
            "Makes cross-view pairing questions of a dataset whose samples have a panorama, a tile and a position.",
            "Exit code 1, and nothing is written, if splits have something in common or files tell the answers."
        })
final class PairsCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    DatasetArguments dataset = new DatasetArguments();

    @Mixin
    PairsOptions options = new PairsOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write; it must not exist.")
    Path out = Path.of("");

    @Option(
            names = "--skip",
            description = "Leave out wrong rows, and places with too few others for a question, and count them.")
    boolean skip;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the report as JSON, also if there are leaks.")
    @Nullable
    Path report;

    @Spec
    @Nullable
    CommandSpec spec;

    private long leftOut;

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw exists();
        }
        try {
            PairingSettings settings = settings();
            DatasetReader reader = dataset.reader();
            PlaceTable places = read(reader);
            return build(reader, places, settings);
        } catch (TooFewPlaces | DatasetException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException | UncheckedIOException e) {
            throw new EnvironmentProblem(
                    "Cannot make " + out + " of " + dataset.path + " (" + DiskFull.describe(e) + ")",
                    "Check that the files can be read and that there is space for the folder",
                    e);
        }
    }

    private PairingSettings settings() throws IOException {
        try {
            return options.settings(skip);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }

    private CommandFailure exists() {
        return new CommandFailure(out + " exists. Name a folder that does not");
    }

    private PlaceTable read(DatasetReader reader) throws IOException {
        PlaceTable places;
        try (DatasetCheck rows = dataset.open(reader);
                RowProgress progress = new RowProgress(output, "places")) {
            places = new PlaceImport(DatasetFolder.of(dataset.path), options.countries())
                    .read(rows, this::wrong, progress::step);
        }
        if (places.size() == 0) {
            throw new CommandFailure(
                    dataset.path + " has no sample with a tile and a position, so there is no question");
        }
        return places;
    }

    private void wrong(Row.Fault fault) {
        if (!skip) {
            throw new CommandFailure(fault + ". Nothing was written; --skip leaves such rows out");
        }
        leftOut++;
    }

    private int build(DatasetReader reader, PlaceTable places, PairingSettings settings) throws IOException {
        PairingBuild build = new PairingBuild(places, settings);
        if (build.isSound()) {
            try (WorkFolder work = new WorkFolder(out)) {
                write(build, work.path(), settings.questions());
                if (build.report().leaks().isEmpty()) {
                    copy(reader, build, work.path());
                    work.finish();
                }
            }
        }
        PairingReport result = build.report();
        PairsText.print(output, out, result, leftOut);
        if (report != null) {
            output.write(report, PairsText.document(out, result, leftOut));
        }
        output.document(PairsText.document(out, result, leftOut));
        return result.leaks().isEmpty() ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private void write(PairingBuild build, Path folder, long questions) throws IOException {
        if (!output.isTerminal()) {
            build.write(folder, () -> {});
            return;
        }
        try (ProgressBar bar = RunFollower.bar("questions", questions).build()) {
            build.write(folder, bar::step);
        }
    }

    private void copy(DatasetReader reader, PairingBuild build, Path folder) throws IOException {
        DatasetFolder from = DatasetFolder.of(dataset.path);
        PictureCopy copy = new PictureCopy(build.table(), build.tiles(), build.panoramas(), folder);
        try (Rows rows = reader.open(dataset.path)) {
            copy.copy(from, rows);
        }
        LicenceFiles.copy(from.root(), folder);
    }
}
