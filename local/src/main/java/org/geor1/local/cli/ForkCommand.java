package org.geor1.local.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Starts a run from a checkpoint of another and follows it. */
@Command(
        name = "fork",
        mixinStandardHelpOptions = true,
        description = "Starts a run from a checkpoint of another, with the same settings except for those given.")
final class ForkCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Spec
    @Nullable
    CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "The run's id.")
    String parent = "";

    @Option(names = "--step", description = "The checkpoint of this step (default: the one that @latest names).")
    @Nullable
    Long step;

    @Option(
            names = "--resume-optimizer",
            description =
                    "Continue with optimizer, schedule, reference and step count; without it an independent run starts"
                            + " from the weights.")
    boolean resumeOptimizer;

    @Option(names = "--seed", description = "Another seed of data and sampling.")
    @Nullable
    Long seed;

    @Option(
            names = "--dataset",
            paramLabel = "NAME[:WEIGHT[:MAX_SAMPLES]]",
            description = "Other data, as for ./geor1 train. Given several times: a mixture.")
    List<String> datasets = List.of();

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A setting of the method, such as max_steps=100; ./geor1 train --help lists them.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Option(names = "--detach", description = "Return once the run is created; needs a platform that is already up.")
    boolean detach;

    @Override
    public Integer call() {
        int at = parent.indexOf('@');
        if (at > 0) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "RUN is a run's id, and --step says which checkpoint: fork " + parent.substring(0, at)
                            + " --step 100; was " + parent);
        }
        try (Connection connection = access.connect(output)) {
            if (detach && connection.platform() != null) {
                throw new CommandFailure("--detach needs a platform that stays up. Start one with ./geor1 up");
            }
            String kind = connection.client().run(parent).kind();
            RunView run = connection.client().fork(parent, fork(kind));
            new RunFollower(connection, output).report(run, kind, detach);
            return ExitCodes.OK;
        }
    }

    /** The request, for a parent of this kind. */
    Map<String, Object> fork(String kind) {
        Map<String, Object> overrides = new LinkedHashMap<>();
        overrides.put("method", Map.of(kind, Settings.toJson(settings)));
        if (seed != null) {
            overrides.put("seed", seed);
        }
        if (!datasets.isEmpty()) {
            overrides.putAll(Settings.data(datasets));
        }
        Map<String, Object> fork = new LinkedHashMap<>();
        fork.put("resume_optimizer", resumeOptimizer);
        fork.put("overrides", overrides);
        if (step != null) {
            fork.put("step", step);
        }
        return fork;
    }
}
