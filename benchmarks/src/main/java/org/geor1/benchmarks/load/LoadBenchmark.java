package org.geor1.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.files.Directories;
import org.geor1.local.home.Installation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Streams, cancels, long and short requests, bursts, hostile sizes and weight swaps at once, with the shipped model;
 * then a sample of the served requests again, each alone. The exit code is 1 if a request had an unexpected outcome, a
 * replay differs, or memory grows.
 */
@Command(name = "load", description = "Whether the engine stays correct and within its memory under a mixed load.")
public final class LoadBenchmark implements Callable<Integer> {

    /** Growth over the second half that counts as flat. */
    private static final double FLAT = 0.05;

    private static final Duration REPLAYING = Duration.ofMinutes(2);

    @Option(names = "--minutes", defaultValue = "10", description = "How long; default ${DEFAULT-VALUE}.")
    private double minutes;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the requests; their timing is not repeated.")
    private long seed;

    @Option(
            names = "--small-requests",
            description = "Instead: this many requests of one or two tokens, and the memory they leave in use.")
    private @Nullable Long smallRequests;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        requirePositive("--minutes", minutes);
        Path model = Installation.models().resolve("nano-base");
        if (smallRequests != null) {
            requirePositive("--small-requests", smallRequests);
            return small(model, smallRequests);
        }
        Path work = Files.createTempDirectory("geor1-load");
        try {
            return mixed(Policies.of(model, work));
        } finally {
            Directories.delete(work);
        }
    }

    private void requirePositive(String option, double value) {
        if (!(value > 0)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), option + " must be more than 0, was " + value);
        }
    }

    private int mixed(Policies policies) throws InterruptedException {
        Load load = new Load(policies, seed);
        load.run(Duration.ofMillis((long) (minutes * 60_000)));
        Replay replay = new Replay(policies);
        replay.run(load.sample(), REPLAYING);
        Tally tally = load.tally();
        tally.problems().forEach(problem -> System.out.println("error: " + problem));
        replay.differences().forEach(difference -> System.out.println("differs: " + difference));
        double growth = load.memory().growth();
        System.out.printf(
                Locale.ROOT, "largest distance of a log-probability from its replay: %g%n", replay.distance());
        System.out.printf(
                Locale.ROOT,
                "load: %d requests, %d cancelled, %d refused as asked, %d errors, replayed %d of %d, equal %d, memory slope %.1f %%%n",
                tally.submitted.sum(),
                tally.cancelled.sum(),
                tally.refused.sum() + tally.busy.sum(),
                tally.errors(),
                replay.replayed(),
                tally.completed.sum(),
                replay.equal(),
                100 * growth);
        return tally.errors() == 0 && replay.replayed() > 0 && replay.equal() == replay.replayed() && growth < FLAT
                ? 0
                : 1;
    }

    private static int small(Path model, long count) {
        SmallRequests requests = new SmallRequests();
        long finished = requests.run(model, count);
        double growth = requests.memory().growth();
        System.out.printf(Locale.ROOT, "load: %d small requests, memory slope %.1f %%%n", finished, 100 * growth);
        return finished >= count && growth < FLAT ? 0 : 1;
    }
}
