package org.geor1.benchmarks.resume;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.geor1.jobs.outage.CrashPoint;

/**
 * The kills still to be done, the same for the same seed: one at every named point of every run, the rest at random
 * moments, shuffled. A plan for few kills gives at most three quarters of them to named points.
 */
final class KillPlan {

    private static final int PATIENCE = 20;

    private final Map<ShortRun, Deque<Kill>> left = new EnumMap<>(ShortRun.class);

    private KillPlan(Map<ShortRun, List<Kill>> planned) {
        planned.forEach((run, kills) -> left.put(run, new ArrayDeque<>(kills)));
    }

    /** These, in this order. */
    static KillPlan of(ShortRun run, Kill... kills) {
        return new KillPlan(Map.of(run, List.of(kills)));
    }

    static KillPlan random(int kills, Random random) {
        Map<ShortRun, List<Kill>> planned = new EnumMap<>(ShortRun.class);
        List<Map.Entry<ShortRun, CrashPoint>> named = new ArrayList<>();
        for (ShortRun run : ShortRun.values()) {
            planned.put(run, new ArrayList<>());
            run.points().forEach(point -> named.add(Map.entry(run, point)));
        }
        Collections.shuffle(named, random);
        int atPoints = Math.min(named.size(), kills * 3 / 4);
        for (int i = 0; i < kills; i++) {
            ShortRun run = i < atPoints ? named.get(i).getKey() : ShortRun.values()[i % ShortRun.values().length];
            planned.getOrDefault(run, List.of())
                    .add(new Kill(
                            i < atPoints ? named.get(i).getValue() : null,
                            random.nextDouble(),
                            i >= atPoints && random.nextInt(5) == 0,
                            random.nextInt(3) == 0,
                            0));
        }
        planned.values().forEach(list -> {
            Collections.shuffle(list, random);
            beginWithRedo(list);
        });
        return new KillPlan(planned);
    }

    /** Only a kill between two checkpoints leaves a step to redo, so a run starts with these two. */
    private static void beginWithRedo(List<Kill> kills) {
        Optional<Kill> redo = remove(kills, kill -> kill.point() == CrashPoint.REDONE);
        redo.ifPresent(atRedo -> {
            Optional<Kill> before = remove(kills, kill -> kill.point() == CrashPoint.AFTER_COMMIT)
                    .or(() -> remove(kills, kill -> kill.point() == null));
            before.ifPresent(kill -> kills.add(0, atRedo));
            kills.add(
                    0,
                    new Kill(
                            CrashPoint.AFTER_COMMIT,
                            0,
                            false,
                            before.orElse(atRedo).database(),
                            0));
        });
    }

    private static Optional<Kill> remove(List<Kill> kills, Predicate<Kill> which) {
        Optional<Kill> found = kills.stream().filter(which).findFirst();
        found.ifPresent(kills::remove);
        return found;
    }

    Deque<Kill> of(ShortRun run) {
        return left.getOrDefault(run, new ArrayDeque<>());
    }

    /** Keeps a kill for the next run, because the run ended before it. */
    void putBack(ShortRun run, Kill kill) {
        if (kill.missed() == PATIENCE) {
            throw new IllegalStateException("no " + run.wire() + " run could be killed " + kill);
        }
        of(run).addFirst(kill.again());
    }
}
