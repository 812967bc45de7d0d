package org.geor1.local.cli.data;

import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.DatasetClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes one of the platform's datasets. */
@Command(
        name = "rm",
        mixinStandardHelpOptions = true,
        description = "Removes a dataset that no unfinished run uses, or an import that is to begin anew.")
final class RemoveCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(paramLabel = "NAME", description = "A dataset's name.")
    String name = "";

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            new DatasetClient(connection.client()).delete(name);
            output.document(Map.of("removed", name));
            output.line(name + ": removed");
            return ExitCodes.OK;
        }
    }
}
