package org.geor1.local.cli;

import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.RunView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists runs, shows one, or cancels one. */
@Command(name = "runs", mixinStandardHelpOptions = true, description = "Lists runs, shows one, or cancels one.")
final class RunsCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "RUN", description = "A run's id; without it the newest runs are listed.")
    @Nullable
    String id;

    @Option(names = "--cancel", description = "Cancel the run.")
    boolean cancel;

    @Option(names = "--limit", description = "How many runs to list (default: ${DEFAULT-VALUE}).")
    int limit = 20;

    @Override
    public Integer call() {
        if (cancel && id == null) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--cancel needs the id of the RUN to cancel");
        }
        try (Connection connection = access.connect(output)) {
            if (id == null) {
                list(connection.client().runs(limit));
            } else {
                show(
                        cancel
                                ? connection.client().cancel(id)
                                : connection.client().run(id),
                        connection.client().checkpoints(id));
            }
            return ExitCodes.OK;
        }
    }

    private void list(JsonNode page) {
        output.document(page.path("data"));
        output.line(row("RUN", "KIND", "STATE", "STEP", "MODEL"));
        for (JsonNode json : page.path("data")) {
            RunView run = new RunView(json);
            output.line(row(
                    run.id(),
                    run.kind(),
                    run.state(),
                    run.step() + "/" + run.maxSteps(),
                    json.path("model").asString("")));
        }
    }

    private void show(RunView run, JsonNode checkpoints) {
        output.document(run.json());
        output.line("%s  %s  %s  step %d/%d".formatted(run.id(), run.kind(), run.state(), run.step(), run.maxSteps()));
        if (!run.waiting().isEmpty()) {
            output.line(run.waiting());
        }
        if (run.state().equals("failed")) {
            output.line(run.error());
        }
        if (run.result().isObject()) {
            output.line(run.result().toPrettyString());
        }
        for (JsonNode checkpoint : checkpoints) {
            output.line("%s%s%s"
                    .formatted(
                            checkpoint.path("model").asString(""),
                            checkpoint.path("promoted").asBoolean(false) ? "  promoted" : "",
                            checkpoint.path("has_weights").asBoolean(true) ? "" : "  weights removed"));
        }
    }

    private static String row(String... cells) {
        return String.format(Locale.ROOT, "%-30s %-6s %-10s %-12s %s", (Object[]) cells);
    }
}
