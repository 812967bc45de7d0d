package org.geor1.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.geor1.benchmarks.Median;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Two trainers take turns on one checkpoint: compares their results, then memory, then time. */
final class UpdateComparison {

    /** Warm-up: both take unmeasured turns for this long, in which the peer compiles its kernels. */
    private static final Duration WARM_UP = Duration.ofSeconds(60);

    private static final int WARM_UP_TURNS = 2;

    private static final int MEMORY_TURNS = 3;

    /** For the loss and the gradient norm. */
    private static final double TOLERANCE = 1e-4;

    /** The shipped tokenizer's text tokens. */
    private static final int TEXT_TOKENS = 700;

    /**
     * An allocator that returns every large block, so that resident memory is the memory in use. It costs time, so
     * memory and time are measured in separate processes.
     */
    private static final Map<String, String> EXACT =
            Map.of("MALLOC_MMAP_THRESHOLD_", "65536", "MALLOC_TRIM_THRESHOLD_", "65536", "MALLOC_ARENA_MAX", "1");

    private final Path checkpoint;
    private final Path work;
    private final UpdateSettings settings;
    private final int rounds;

    UpdateComparison(Path checkpoint, Path work, UpdateSettings settings, int rounds) {
        this.checkpoint = checkpoint;
        this.work = work;
        this.settings = settings;
        this.rounds = rounds;
    }

    void print() throws IOException {
        double memory = memory();
        try (PeerProcess ours = ours("1g", Map.of());
                PeerProcess theirs = theirs(Map.of())) {
            int turn = 0;
            for (long start = System.nanoTime();
                    turn < WARM_UP_TURNS || System.nanoTime() - start < WARM_UP.toNanos();
                    turn++) {
                ask(ours, given(turn));
                ask(theirs, given(turn));
            }
            ask(ours, drawn(0));
            ask(theirs, drawn(0));
            Rates update = new Rates("update", UpdateAnswer::update_seconds);
            Rates step = new Rates("step", UpdateAnswer::step_seconds);
            for (int round = 1; round <= rounds; round++, turn++) {
                update.add(round, ask(ours, given(turn)), ask(theirs, given(turn)));
                step.add(round, ask(ours, drawn(turn)), ask(theirs, drawn(turn)));
            }
            System.out.println(step);
            System.out.printf(Locale.ROOT, "%s, memory ratio %.2f%n", update, memory);
        }
    }

    private PeerProcess ours(String heap, Map<String, String> environment) throws IOException {
        return PeerProcess.java(OwnTrainer.class, heap, work, environment, checkpoint.toString(), json(settings));
    }

    private PeerProcess theirs(Map<String, String> environment) throws IOException {
        return PeerProcess.python(
                "trl_grpo.py", work, environment, checkpoint.toString(), work.toString(), json(settings));
    }

    private static String json(Object value) {
        return JsonMapper.shared().writeValueAsString(value);
    }

    private static UpdateAnswer ask(PeerProcess process, ObjectNode request) throws IOException {
        return JsonMapper.shared().treeToValue(process.ask(request), UpdateAnswer.class);
    }

    /** Made-up completions, nearly as long as allowed and of different lengths, which exercise the mean over tokens. */
    private ObjectNode given(int turn) {
        SplittableRandom random = new SplittableRandom(turn);
        ObjectNode request = JsonMapper.shared().createObjectNode();
        ArrayNode all = request.putArray("completions");
        for (int i = 0; i < settings.prompts() * settings.n(); i++) {
            ArrayNode ids = all.addArray();
            int length = Math.max(1, settings.max_tokens() - i % settings.n());
            random.ints(length, 0, TEXT_TOKENS).forEach(ids::add);
        }
        return request;
    }

    private static ObjectNode drawn(int turn) {
        return JsonMapper.shared().createObjectNode().put("seed", turn);
    }

    /**
     * The first update of both must have the same loss and gradient. Then the peak resident memory during an update,
     * minus that before it, which holds weights and the optimizer's moments.
     *
     * @return ours divided by theirs
     */
    private double memory() throws IOException {
        Median ratio = new Median();
        try (PeerProcess ours = ours("256m", EXACT);
                PeerProcess theirs = theirs(EXACT)) {
            requireSame(ask(ours, given(0)), ask(theirs, given(0)));
            for (int round = 1; round <= Math.min(MEMORY_TURNS, rounds); round++) {
                UpdateAnswer own = ask(ours, given(round).put("memory", true));
                UpdateAnswer other = ask(theirs, given(round).put("memory", true));
                ratio.add((double) own.memory() / other.memory());
                System.out.printf(
                        Locale.ROOT,
                        "  memory %d: ours %d MiB on %d, trl %d MiB on %d%n",
                        round,
                        own.memory() >> 20,
                        own.idle_bytes() >> 20,
                        other.memory() >> 20,
                        other.idle_bytes() >> 20);
            }
        }
        return ratio.value();
    }

    private static void requireSame(UpdateAnswer ours, UpdateAnswer theirs) {
        System.out.printf(
                Locale.ROOT,
                "first update: loss ours %.9f, trl %.9f; norm of the gradient ours %.7f, trl %.7f%n",
                ours.loss(),
                theirs.loss(),
                ours.grad_norm(),
                theirs.grad_norm());
        if (apart(ours.loss(), theirs.loss()) || apart(ours.grad_norm(), theirs.grad_norm())) {
            throw new IllegalStateException("the two do not compute the same, so their speed cannot be compared");
        }
    }

    private static boolean apart(double ours, double theirs) {
        return !(Math.abs(ours - theirs) <= TOLERANCE * Math.abs(theirs));
    }

    /** Samples per second of both trainers, for one kind of turn. */
    private final class Rates {

        private final String name;
        private final ToDoubleFunction<UpdateAnswer> seconds;
        private final Median ours = new Median();
        private final Median theirs = new Median();

        Rates(String name, ToDoubleFunction<UpdateAnswer> seconds) {
            this.name = name;
            this.seconds = seconds;
        }

        void add(int round, UpdateAnswer own, UpdateAnswer other) {
            int samples = settings.prompts() * settings.n();
            ours.add(samples / seconds.applyAsDouble(own));
            theirs.add(samples / seconds.applyAsDouble(other));
            System.out.printf(
                    Locale.ROOT,
                    "  %s %d: ours %d tokens in %.2f s, trl %d tokens in %.2f s%n",
                    name,
                    round,
                    own.tokens(),
                    seconds.applyAsDouble(own),
                    other.tokens(),
                    seconds.applyAsDouble(other));
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s: ours %.2f samples/s, trl %.2f samples/s, ratio %.2f",
                    name,
                    ours.value(),
                    theirs.value(),
                    ours.value() / theirs.value());
        }
    }
}
