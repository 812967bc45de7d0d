package org.geor1.local.cli.data;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.DatasetClient;
import org.springframework.util.StringUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/** Lists the platform's datasets. */
@Command(name = "ls", mixinStandardHelpOptions = true, description = "Lists the datasets that runs may name.")
final class ListCommand implements Callable<Integer> {

    private static final int HASH_SHOWN = 12;
    private static final int LICENCE_SHOWN = 60;

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            List<JsonNode> datasets = new DatasetClient(connection.client()).list();
            output.document(datasets);
            output.line(row("DATASET", "STATE", "SAMPLES", "SHA256", "LICENCE"));
            for (JsonNode dataset : datasets) {
                String hash = dataset.path("content_hash").asString("");
                output.line(row(
                        dataset.path("name").asString(""),
                        dataset.path("state").asString(""),
                        dataset.path("samples").isNumber()
                                ? String.format(
                                        Locale.ROOT,
                                        "%,d",
                                        dataset.path("samples").asLong())
                                : "endless",
                        hash.isEmpty() ? "-" : hash.substring(0, Math.min(HASH_SHOWN, hash.length())),
                        StringUtils.truncate(dataset.path("licence").asString(""), LICENCE_SHOWN)));
            }
            return ExitCodes.OK;
        }
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-30s %-10s %12s %-13s %s", (Object[]) cells)
                .stripTrailing();
    }
}
