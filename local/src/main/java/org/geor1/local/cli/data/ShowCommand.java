package org.geor1.local.cli.data;

import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.DatasetClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows one of the platform's datasets. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a dataset: its statistics, licence and hash, and the runs that used it.")
final class ShowCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(paramLabel = "NAME", description = "A dataset's name.")
    String name = "";

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            JsonNode dataset = require(new DatasetClient(connection.client()), name);
            output.document(dataset);
            DatasetText.print(output, dataset);
            return ExitCodes.OK;
        }
    }

    static JsonNode require(DatasetClient client, String name) {
        return client.find(name)
                .orElseThrow(() -> new CommandFailure(
                        "There is no dataset '" + name + "'; ./geor1 data ls lists those there are"));
    }
}
