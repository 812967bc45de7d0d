package org.geor1.local.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.LicenceFiles;
import org.geor1.data.check.DatasetCheck;
import org.geor1.local.cli.dataset.DatasetArguments;
import org.geor1.local.cli.dataset.ReportText;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.DatasetClient;
import org.geor1.local.dataset.DatasetImport;
import org.geor1.local.dataset.ImportResult;
import org.geor1.protocol.dataset.DatasetRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Brings a dataset into the platform. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Brings a dataset into the platform, where runs can name it. A wrong row leaves it unpublished.",
            "Repeat the command after an interruption: it goes on where it stopped."
        })
final class ImportCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Mixin
    DatasetArguments dataset = new DatasetArguments();

    @Option(
            names = "--name",
            required = true,
            paramLabel = "NAME",
            description = "By which runs name it: lower-case letters, digits, dots, underscores and hyphens.")
    String name = "";

    @Option(
            names = "--licence",
            paramLabel = "TEXT",
            description = "Its licence, and whom to name (default: what LICENSE.txt or LICENCE beside it says).")
    @Nullable
    String licence;

    @Option(names = "--description", paramLabel = "TEXT", description = "What is in it.")
    @Nullable
    String description;

    @ArgGroup
    Policy policy = new Policy();

    static final class Policy {
        @Option(names = "--strict", description = "Stop at the first wrong row.")
        boolean strict;

        @Option(names = "--skip", description = "Leave wrong rows out, count them, and publish the rest.")
        boolean skip;
    }

    @Override
    public Integer call() {
        DatasetReader reader = dataset.reader();
        try (DatasetCheck rows = dataset.open(reader);
                Connection connection = access.connect(output)) {
            DatasetClient client = new DatasetClient(connection.client());
            begin(client);
            ImportResult result = read(client, rows);
            ReportText.faults(output, result.listed(), result.faults());
            JsonNode stored =
                    result.faults() > 0 && !policy.skip ? unpublished(client, result) : published(client, result);
            output.document(document(reader, result, stored));
            return result.faults() > 0 && !policy.skip ? ExitCodes.FAILURE : ExitCodes.OK;
        } catch (DatasetException e) {
            throw new CommandFailure(
                    e.getMessage() + ". Remove it with ./geor1 data rm " + name + " and import it again");
        } catch (IOException | UncheckedIOException e) {
            throw dataset.unreadable(e);
        }
    }

    private void begin(DatasetClient client) throws IOException {
        Optional<JsonNode> found = client.find(name);
        if (found.isEmpty()) {
            client.create(name, description, licence());
            return;
        }
        if (!found.get().path("state").asString("").equals("importing")) {
            throw new CommandFailure("There is a dataset '" + name
                    + "' already, and a published dataset never changes. Choose another --name");
        }
        long samples = found.get().path("samples").asLong(0);
        if (samples > 0) {
            output.note("Going on with the import of '" + name + "' behind its " + samples + " samples");
        }
    }

    private @Nullable String licence() throws IOException {
        if (licence != null) {
            return licence;
        }
        return LicenceFiles.text(DatasetFolder.of(dataset.path).root(), DatasetRequest.MAX_TEXT)
                .orElse(null);
    }

    private ImportResult read(DatasetClient client, DatasetCheck rows) throws IOException {
        DatasetImport importing = new DatasetImport(client, name, DatasetFolder.of(dataset.path));
        try (RowProgress progress = new RowProgress(output, "import")) {
            return importing.run(rows, policy.strict, progress::step);
        }
    }

    private JsonNode unpublished(DatasetClient client, ImportResult result) {
        output.line("%s: %d samples, not published because of %d wrong rows. Repeat with --skip to leave them out, or"
                        .formatted(name, result.samples(), result.faults())
                + " correct them, remove it with ./geor1 data rm " + name + " and import again");
        return client.find(name).orElseThrow(() -> new CommandFailure("The dataset '" + name + "' is gone"));
    }

    private JsonNode published(DatasetClient client, ImportResult result) {
        if (result.samples() == 0) {
            throw new CommandFailure("there is no sample in " + dataset.path + "; nothing was published");
        }
        output.note("Publishing " + result.samples() + " samples");
        JsonNode stored = client.publish(name);
        DatasetText.print(output, stored);
        return stored;
    }

    private static Map<String, Object> document(DatasetReader reader, ImportResult result, JsonNode stored) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", reader.name());
        document.put("report", result);
        document.put("dataset", stored);
        return document;
    }
}
