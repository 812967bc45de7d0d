package org.geor1.local.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.RunView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates an SFT or GRPO run and follows it. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains a model by SFT or GRPO and follows the run. Ctrl-C leaves a checkpoint to resume from.")
final class TrainCommand implements Callable<Integer> {

    enum TrainingKind {
        SFT,
        GRPO
    }

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Option(names = "--method", description = "sft or grpo (default: grpo).")
    TrainingKind method = TrainingKind.GRPO;

    @Option(names = "--model", description = "Model to start from, such as run_x@latest (default: ${DEFAULT-VALUE}).")
    String model = "nano-base";

    @Option(
            names = "--dataset",
            paramLabel = "NAME[:WEIGHT[:MAX_SAMPLES]]",
            description =
                    "mini-earth, or an imported dataset (default: ${DEFAULT-VALUE}). Given several times: a mixture.")
    List<String> datasets = List.of("mini-earth");

    @Option(
            names = "--prompt-style",
            paramLabel = "NAME",
            description = "How questions are worded, geo-r1 or nano (default: as the model's directory says).")
    @Nullable
    String promptStyle;

    @Option(names = "--experiment", description = "Experiment the run belongs to (default: ${DEFAULT-VALUE}).")
    String experiment = "default";

    @Option(names = "--seed", description = "Seed of data and sampling (default: ${DEFAULT-VALUE}).")
    long seed = 7;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the method, such as max_steps=100 or learning_rate=1e-4; all are listed below.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--detach", description = "Return once the run is created; needs a platform that is already up.")
    boolean detach;

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            if (detach && connection.platform() != null) {
                throw new CommandFailure("--detach needs a platform that stays up. Start one with ./geor1 up");
            }
            RunView run = connection.client().createRun(specification());
            new RunFollower(connection, output).report(run, name(), detach);
            return ExitCodes.OK;
        }
    }

    private Map<String, Object> specification() {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("experiment", experiment);
        run.put("model", model);
        run.putAll(Settings.data(datasets));
        if (promptStyle != null) {
            run.put("prompt_style", promptStyle);
        }
        run.put("seed", seed);
        run.put("method", Map.of("type", name(), name(), Settings.toJson(settings)));
        return run;
    }

    private String name() {
        return method == TrainingKind.SFT ? "sft" : "grpo";
    }
}
