package org.geor1.benchmarks.staleness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * GRPO on Mini-Earth from one scaffolded model, as often as there are arms: prompts shared or apart, rollouts on-policy or
 * up to 1 and 4 versions behind. Seed, questions and number of steps are the same, so that what differs is the arm's doing
 * or chance.
 */
@Command(
        name = "staleness",
        description = "Accuracy and time per step with prompts shared or apart, rollouts on-policy or ahead.")
public final class StalenessBenchmark implements Callable<Integer> {

    @Option(names = "--steps", defaultValue = "200", description = "Of GRPO, in each arm.")
    private int steps;

    @Option(names = "--questions", defaultValue = "512", description = "Held-out ones that each arm is asked.")
    private int questions;

    @Option(names = "--seed", defaultValue = "1", description = "Of data and sampling.")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("--steps", steps);
        require("--questions", questions);
        Path directory = Files.createTempDirectory("geor1-staleness");
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free())) {
            return report(run(new Experiment(new PlatformClient(platform.address(), null), steps, questions, seed)));
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private void require(String option, int value) {
        if (value < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be at least 1, was " + value);
        }
    }

    private static List<Arm.Result> run(Experiment experiment) throws InterruptedException {
        String model = experiment.scaffold();
        System.out.println(Arm.Result.HEADER);
        List<Arm.Result> results = new ArrayList<>();
        for (Arm arm : Arm.ALL) {
            results.add(experiment.run(arm, model));
            System.out.println(results.get(results.size() - 1).line());
        }
        return results;
    }

    private static int report(List<Arm.Result> results) {
        boolean alike = results.stream().allMatch(result -> result.isLike(results.get(0)));
        System.out.println("staleness: "
                + results.stream().map(Arm.Result::summary).collect(Collectors.joining("; "))
                + (alike ? "; accuracy the same within noise" : "; ACCURACY DIFFERS"));
        return alike ? 0 : 1;
    }
}
