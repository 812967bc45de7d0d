package org.geor1.local.cli;

import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Keeps a checkpoint permanently. */
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description = "Keeps a checkpoint permanently: retention never removes it.")
final class PromoteCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(paramLabel = "MODEL", description = "Such as run_x@latest, run_x@step-100 or a checkpoint's id.")
    String model = "";

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            JsonNode checkpoint = connection.client().promote(model);
            output.document(checkpoint);
            output.line("%s is promoted (%s)"
                    .formatted(
                            checkpoint.path("model").asString(""),
                            checkpoint.path("id").asString("")));
            return ExitCodes.OK;
        }
    }
}
