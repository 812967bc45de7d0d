package org.geor1.local.cli.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.data.DatasetException;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.DatasetClient;
import org.geor1.local.dataset.DatasetExport;
import org.geor1.local.home.EnvironmentProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Writes one of the platform's datasets into a folder. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes a published dataset into a folder, in the canonical form that import reads again.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(index = "0", paramLabel = "NAME", description = "A dataset's name.")
    String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "The directory to write; it must not exist.")
    Path directory = Path.of("");

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            DatasetClient client = new DatasetClient(connection.client());
            JsonNode dataset = ShowCommand.require(client, name);
            if (!dataset.path("content_hash").isString()) {
                throw new CommandFailure("The dataset '" + name + "' is not one that was imported and published");
            }
            write(client, dataset);
            String hash = dataset.path("content_hash").stringValue();
            long samples = dataset.path("samples").asLong();
            output.document(Map.of("directory", directory.toString(), "samples", samples, "sha256", hash));
            output.line(String.format(Locale.ROOT, "%s: %,d samples, sha256 %s", directory, samples, hash));
            return ExitCodes.OK;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(directory + " exists. Name a directory that does not");
        } catch (DatasetException e) {
            throw new CommandFailure(e.getMessage() + "; nothing was written");
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + directory + " (" + DiskFull.describe(e) + ")",
                    "Free space there, or name another directory",
                    e);
        }
    }

    private void write(DatasetClient client, JsonNode dataset) throws IOException {
        DatasetExport export = new DatasetExport(client);
        if (!output.isTerminal()) {
            export.write(dataset, directory, () -> {});
            return;
        }
        try (ProgressBar bar =
                RunFollower.bar("export", dataset.path("samples").asLong()).build()) {
            export.write(dataset, directory, bar::step);
        }
    }
}
