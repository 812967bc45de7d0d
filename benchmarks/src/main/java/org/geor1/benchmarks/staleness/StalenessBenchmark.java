package org.geor1.benchmarks.staleness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
 * GRPO on Mini-Earth from one scaffolded model, once per arm: prompts shared or separate, rollouts on-policy or up to 1
 * and 4 versions behind. Seed, questions and number of steps are the same, so any difference is due to the arm or to
 * chance. Chance affects a whole run, not only its answers, so each further seed repeats everything, and arms are
 * compared over all seeds.
 */
@Command(
        name = "staleness",
        description = "Accuracy and time per step with prompts shared or apart, rollouts on-policy or ahead.")
public final class StalenessBenchmark implements Callable<Integer> {

    @Option(names = "--steps", defaultValue = "200", description = "Of GRPO, in each arm.")
    private int steps;

    @Option(names = "--questions", defaultValue = "512", description = "Held-out ones that each arm is asked.")
    private int questions;

    @Option(names = "--seed", split = ",", defaultValue = "1", description = "Of data and sampling; or several: 1,2.")
    private List<Long> seeds = List.of();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        require("--steps", steps);
        require("--questions", questions);
        if (new HashSet<>(seeds).size() < seeds.size()) {
            // Repeating the same run adds no evidence.
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--seed must name different seeds, was " + seeds);
        }
        Path directory = Files.createTempDirectory("geor1-staleness");
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free())) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            System.out.println(Arm.Result.HEADER);
            List<List<Arm.Result>> results = new ArrayList<>();
            for (long seed : seeds) {
                results.add(run(new Experiment(client, steps, questions, seed)));
            }
            return report(seeds.size() == 1 ? results.get(0) : together(results));
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
        List<Arm.Result> results = new ArrayList<>();
        for (Arm arm : Arm.ALL) {
            results.add(experiment.run(arm, model));
            System.out.println(results.get(results.size() - 1).line());
        }
        return results;
    }

    private static List<Arm.Result> together(List<List<Arm.Result>> seeds) {
        System.out.println("over all seeds");
        List<Arm.Result> all = new ArrayList<>();
        for (int i = 0; i < Arm.ALL.size(); i++) {
            int arm = i;
            all.add(Arm.Result.over(seeds.stream().map(seed -> seed.get(arm)).toList()));
            System.out.println(all.get(i).line());
        }
        return all;
    }

    private static int report(List<Arm.Result> results) {
        boolean alike = results.stream().allMatch(result -> result.isLike(results.get(0)));
        System.out.println("staleness: "
                + results.stream().map(Arm.Result::summary).collect(Collectors.joining("; "))
                + (alike ? "; accuracy the same within noise" : "; ACCURACY DIFFERS"));
        return alike ? 0 : 1;
    }
}
