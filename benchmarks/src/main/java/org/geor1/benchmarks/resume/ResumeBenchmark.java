package org.geor1.benchmarks.resume;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code kill -9} of the whole platform in the middle of short runs, with the real engine, trainer and PostgreSQL: the
 * final weights must equal those of the undisturbed run, bit for bit, and every step must exist exactly once.
 */
@Command(name = "resume", description = "Kills the platform at random and at named moments; compares what comes out.")
public final class ResumeBenchmark implements Callable<Integer> {

    private static final int FEWEST_A_RUN = 4;
    private static final int MOST_A_RUN = 10;

    @Option(names = "--kills", defaultValue = "20", description = "How many kills, over all runs.")
    private int kills;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of the moments and their order.")
    private long seed;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException, SQLException {
        if (kills < 1) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "--kills must be at least 1, was " + kills);
        }
        Path work = Files.createTempDirectory("geor1-resume");
        try {
            return report(killAll(work.resolve("classes.jsa"))) ? 0 : 1;
        } finally {
            FileSystemUtils.deleteRecursively(work);
        }
    }

    private List<KilledRun.Result> killAll(Path archive) throws IOException, InterruptedException, SQLException {
        Map<ShortRun, Undisturbed> undisturbed = new EnumMap<>(ShortRun.class);
        for (ShortRun kind : ShortRun.values()) {
            undisturbed.put(kind, undisturbed(kind, archive));
        }
        Random random = new Random(seed);
        KillPlan plan = KillPlan.random(kills, random);
        List<KilledRun.Result> results = new ArrayList<>();
        while (Stream.of(ShortRun.values()).anyMatch(kind -> !plan.of(kind).isEmpty())) {
            for (ShortRun kind : ShortRun.values()) {
                if (!plan.of(kind).isEmpty()) {
                    int most = random.nextInt(FEWEST_A_RUN, MOST_A_RUN + 1);
                    results.add(killed(kind, Objects.requireNonNull(undisturbed.get(kind)), plan, most, archive));
                }
            }
        }
        return results;
    }

    private static Undisturbed undisturbed(ShortRun kind, Path archive)
            throws IOException, InterruptedException, SQLException {
        Undisturbed run = Undisturbed.run(kind, archive);
        System.out.printf(
                Locale.ROOT,
                "%s undisturbed: started in %.1f s, %d steps in %.1f s, policy %s, state %s%n",
                kind.wire(),
                run.boot().toMillis() / 1e3,
                ShortRun.STEPS,
                run.work().toMillis() / 1e3,
                run.record().policy(),
                run.record().state());
        if (!run.missing(kind).isEmpty()) {
            throw new IllegalStateException("a " + kind.wire() + " run never comes to " + run.missing(kind));
        }
        return run;
    }

    private static KilledRun.Result killed(
            ShortRun kind, Undisturbed undisturbed, KillPlan plan, int most, Path archive)
            throws IOException, InterruptedException, SQLException {
        long start = System.nanoTime();
        KilledRun.Result result =
                KilledRun.run(kind, undisturbed, plan, most, archive, line -> System.out.println("  " + line));
        System.out.printf(
                Locale.ROOT,
                "%s: %d kills, %.0f s, %s%n",
                kind.wire(),
                result.kills().size(),
                (System.nanoTime() - start) / 1e9,
                result.differences().isEmpty() ? "equal" : "DIFFERENT: " + result.differences());
        return result;
    }

    private static boolean report(List<KilledRun.Result> results) {
        Map<String, Integer> byMoment = new TreeMap<>();
        int all = 0;
        int equal = 0;
        for (KilledRun.Result result : results) {
            result.kills().forEach(kill -> byMoment.merge(kill.where(), 1, Integer::sum));
            all += result.kills().size();
            equal += result.differences().isEmpty() ? result.kills().size() : 0;
        }
        byMoment.forEach((moment, count) -> System.out.println("  " + moment + " " + count));
        System.out.println(results.size() + " runs were killed");
        System.out.println("resume: " + all + " kills, " + equal + " equal");
        return equal == all;
    }
}
