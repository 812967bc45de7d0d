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
import org.geor1.local.client.GeolocationResult;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.EvaluationResult;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Evaluates a model on held-out pairing questions, or calibrates its geolocation. */
@Command(name = "eval", mixinStandardHelpOptions = true, description = "Evaluates a model on held-out places.")
final class EvalCommand implements Callable<Integer> {

    private static final String GEOLOCATION = "geolocation";

    /** Where a platform with its own settings ends an answer: a calibration is of answers as they are served. */
    private static final int SERVED_LENGTH = 2048;

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Option(names = "--model", description = "Model to evaluate, such as run_x@latest (default: ${DEFAULT-VALUE}).")
    String model = "nano-base";

    @Option(names = "--dataset", description = "mini-earth, or an imported dataset (default: ${DEFAULT-VALUE}).")
    String dataset = "mini-earth";

    @Option(
            names = "--prompt-style",
            paramLabel = "NAME",
            description = "How questions are worded, geo-r1 or nano (default: as the model's directory says).")
    @Nullable
    String promptStyle;

    @Option(
            names = "--task",
            description = "What is asked: pairing, or geolocation, which calibrates geolocate (default: pairing).")
    @Nullable
    String task;

    @Option(names = "--n", description = "For geolocation: answers to each picture, 1 to 16 (default: 1).")
    @Nullable
    Integer n;

    @Option(names = "--questions", description = "How many questions (default: ${DEFAULT-VALUE}).")
    int questions = 500;

    @Option(names = "--seed", description = "Seed of the questions (default: ${DEFAULT-VALUE}).")
    long seed = 7;

    @Option(names = "--blank-images", description = "Grey images instead of pictures: the control for guessing.")
    boolean blankImages;

    @Option(
            names = "--accuracy-method",
            description = "How answers are read: strict, mcq or tolerant (default: ${DEFAULT-VALUE}).")
    String accuracyMethod = "strict";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "A further setting, such as candidates=10; all are listed below.")
    Map<String, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() {
        try (Connection connection = access.connect(output)) {
            RunView run = connection.client().createRun(specification());
            run = new RunFollower(connection, output).follow(run, "eval");
            output.document(run.json());
            if (!run.hasSucceeded()) {
                throw new CommandFailure("Run " + run.id() + " " + run.state() + ": " + run.error());
            }
            if (run.result().path("task").asString("").equals(GEOLOCATION)) {
                new GeolocationResult(run.result()).lines(model).forEach(output::line);
            } else {
                output.line(model + ": "
                        + EvaluationResult.of(run)
                                .summary(run.result().path("accuracy_method").asString("strict")));
            }
            return ExitCodes.OK;
        }
    }

    private Map<String, Object> specification() {
        Map<String, Object> eval = new LinkedHashMap<>(Settings.toJson(settings));
        if (task != null) {
            eval.put("task", task);
        }
        if (GEOLOCATION.equals(eval.get("task"))) {
            eval.putIfAbsent("max_completion_length", SERVED_LENGTH);
        }
        if (n != null) {
            eval.put("n", n);
        }
        eval.put("questions", questions);
        eval.put("blank_images", blankImages);
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("experiment", "evaluation");
        run.put("model", model);
        run.put("dataset", dataset);
        if (promptStyle != null) {
            run.put("prompt_style", promptStyle);
        }
        run.put("seed", seed);
        run.put("method", Map.of("type", "eval", "eval", eval));
        run.put(
                "reward",
                Map.of(
                        "components",
                        List.of(
                                Map.of("name", "accuracy", "method", accuracyMethod),
                                Map.of("name", "format", "weight", 0.5))));
        return run;
    }
}
