package org.geor1.local.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.artifact.ArtifactException;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.ModelExport;
import org.geor1.local.home.EnvironmentProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** Writes a checkpoint's weights into a directory that transformers loads. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description = "Writes the weights of a checkpoint into a directory in Hugging Face layout.")
final class ExportCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(paramLabel = "MODEL", description = "Such as run_x@latest, run_x@step-100 or a checkpoint's id.")
    String model = "";

    @Option(names = "--out", required = true, description = "The directory to write; it must not exist.")
    Path out = Path.of("");

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            Artifact written = new ModelExport(connection.client()).export(model, out);
            output.document(JsonMapper.shared()
                    .valueToTree(Map.of(
                            "directory", out.toString(),
                            "sha256", written.sha256(),
                            "bytes", written.size(),
                            "files", written.files())));
            output.line(String.format(
                    Locale.ROOT,
                    "%s: %d files, %.1f MB, sha256 %s",
                    out,
                    written.files().size(),
                    written.size() / 1e6,
                    written.sha256()));
            return ExitCodes.OK;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(out + " exists. Name a directory that does not");
        } catch (ArtifactException e) {
            throw new CommandFailure("The files that arrived differ from those that were stored; nothing was written: "
                    + e.getMessage());
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + out + " (" + e + ")",
                    "Free space there, or name another directory with --out",
                    e);
        }
    }
}
