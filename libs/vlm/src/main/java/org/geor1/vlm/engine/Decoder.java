package org.geor1.vlm.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.geor1.vlm.Completion;
import org.geor1.vlm.Completion.FinishReason;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;

/** Prefills B prompts once each and decodes G branches of each, many tokens in one script call. */
final class Decoder {

    /** Steps of a script call; between calls, completions that have ended leave the batch. */
    private static final int STEPS_PER_CALL = 16;

    private final QwenModel model;
    private final VlmTokenizer tokenizer;
    private final int[] suppressed;
    private final int endOfTurn;

    Decoder(QwenModel model, VlmTokenizer tokenizer) {
        this.model = model;
        this.tokenizer = tokenizer;
        this.suppressed = tokenizer.suppressedIds(model.config().text().vocabSize());
        this.endOfTurn = tokenizer.id(SpecialToken.IM_END);
    }

    List<List<Completion>> decode(List<PrefixPrompt> prompts, List<SamplingParams> sampling, int branches) {
        int limit = sampling.stream().mapToInt(SamplingParams::maxTokens).max().orElseThrow();
        try (NDManager scope = model.newScope()) {
            PromptBatch batch = PromptBatch.of(scope, model.config(), prompts);
            NDArray features = model.encodeImages(scope, batch);
            NDList cache = model.prefill(scope, batch, features);
            Draws draws = new Draws(sampling, branches);
            Collected collected = new Collected(sampling, branches, endOfTurn);
            Grid grid = new Grid(
                    scope, batch, draws, cache, model.ownCaches(scope, prompts.size(), branches, limit), branches);
            NDArray stop = scope.create(new long[] {endOfTurn});
            NDArray allowed = scope.create(allowed(model.config().text().vocabSize()));
            NDArray truncates = scope.create(draws.truncates());
            for (int step = 0; step < limit && !collected.allEnded(); step += STEPS_PER_CALL) {
                grid = grid.cutDown(collected);
                NDList out = model.script()
                        .call(
                                scope,
                                "decode",
                                model.weights().text(),
                                grid.cache,
                                grid.own,
                                grid.lengths,
                                grid.bases,
                                grid.last,
                                grid.done,
                                draws.uniforms(scope, grid.slots, Math.min(STEPS_PER_CALL, limit - step)),
                                grid.temperature,
                                grid.topK,
                                grid.topP,
                                allowed,
                                stop,
                                scope.create((long) step),
                                truncates);
                collected.add(out.get(0), out.get(1), grid.slots);
                grid.last = out.get(2);
                grid.done = out.get(3);
            }
            return collected.completions(tokenizer);
        }
    }

    private float[] allowed(int vocabSize) {
        float[] bias = new float[vocabSize];
        for (int id : suppressed) {
            bias[id] = Float.NEGATIVE_INFINITY;
        }
        return bias;
    }

    /** All tensors of the cells that are still decoded. */
    private final class Grid {

        private final NDManager scope;
        private final PromptBatch batch;
        private final Draws draws;
        private final Slots slots;
        private final NDList cache;
        private final NDList own;
        private final NDArray lengths;
        private final NDArray bases;
        private final NDArray temperature;
        private final NDArray topK;
        private final NDArray topP;
        private NDArray last;
        private NDArray done;

        Grid(NDManager scope, PromptBatch batch, Draws draws, NDList cache, NDList own, int branches) {
            this(scope, batch, draws, cache, own, Slots.full(batch.last().length, branches), null);
        }

        private Grid(
                NDManager scope,
                PromptBatch batch,
                Draws draws,
                NDList cache,
                NDList own,
                Slots slots,
                @Nullable Grid wider) {
            this.scope = scope;
            this.batch = batch;
            this.draws = draws;
            this.slots = slots;
            this.cache = cache;
            this.own = own;
            Shape shape = new Shape(slots.rows().length, slots.columns());
            if (wider == null) {
                lengths = batch.lengths();
                bases = batch.bases();
                last = scope.create(repeat(batch.last(), slots.columns()), shape);
            } else {
                NDArray rows = scope.create(slots.fromRows());
                NDArray columns = scope.create(flat(slots.fromColumns()), shape);
                lengths = wider.lengths.get(rows);
                bases = wider.bases.get(rows);
                last = wider.last.get(rows).gather(columns, 1);
            }
            boolean[] none = new boolean[slots.cells()];
            float[] temperatures = new float[slots.cells()];
            long[] topKs = new long[slots.cells()];
            float[] topPs = new float[slots.cells()];
            for (int cell = 0; cell < none.length; cell++) {
                none[cell] = slots.sequence(cell) == Slots.NONE;
                SamplingParams params = draws.sampling.get(slots.rows()[cell / slots.columns()]);
                temperatures[cell] = (float) params.temperature();
                topKs[cell] = params.topK();
                topPs[cell] = (float) params.topP();
            }
            done = scope.create(none, shape);
            temperature = scope.create(temperatures, shape);
            topK = scope.create(topKs, shape);
            topP = scope.create(topPs, shape);
        }

        Grid cutDown(Collected collected) {
            Slots kept = slots.without(collected::ended);
            if (kept == slots) {
                return this;
            }
            NDList caches = model.script()
                    .call(
                            scope,
                            "compact",
                            cache,
                            own,
                            scope.create(kept.fromRows()),
                            scope.create(flat(kept.fromColumns()), new Shape(kept.rows().length, kept.columns())));
            Grid smaller = new Grid(
                    scope, batch, draws, caches.subNDList(0, cache.size()), caches.subNDList(cache.size()), kept, this);
            cache.close();
            own.close();
            return smaller;
        }
    }

    private static long[] repeat(long[] values, int times) {
        long[] repeated = new long[values.length * times];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = values[i / times];
        }
        return repeated;
    }

    private static long[] flat(long[][] rows) {
        return Arrays.stream(rows).flatMapToLong(Arrays::stream).toArray();
    }

    /** Each branch's own stream of uniforms. */
    private static final class Draws {

        private final List<SamplingParams> sampling;
        private final SplittableRandom[] random;

        Draws(List<SamplingParams> sampling, int branches) {
            this.sampling = sampling;
            random = new SplittableRandom[sampling.size() * branches];
            for (int i = 0; i < random.length; i++) {
                // Golden-ratio steps keep the streams of neighbouring branches apart.
                random[i] = new SplittableRandom(
                        sampling.get(i / branches).seed() + 0x9E3779B97F4A7C15L * (i % branches + 1));
            }
        }

        NDArray uniforms(NDManager scope, Slots slots, int steps) {
            float[] values = new float[steps * slots.cells()];
            for (int step = 0; step < steps; step++) {
                for (int cell = 0; cell < slots.cells(); cell++) {
                    int sequence = slots.sequence(cell);
                    if (sequence != Slots.NONE) {
                        values[step * slots.cells() + cell] = (float) random[sequence].nextDouble();
                    }
                }
            }
            return scope.create(values, new Shape(steps, slots.rows().length, slots.columns()));
        }

        boolean truncates() {
            return sampling.stream().anyMatch(params -> params.topK() > 0 || params.topP() < 1);
        }
    }

    /** Tokens and log-probabilities as they come, [prompt × branch][step]. */
    private static final class Collected {

        private final List<SamplingParams> sampling;
        private final int branches;
        private final int endOfTurn;
        private final int[][] tokens;
        private final float[][] logProbs;
        private final int[] counts;

        Collected(List<SamplingParams> sampling, int branches, int endOfTurn) {
            this.sampling = sampling;
            this.branches = branches;
            this.endOfTurn = endOfTurn;
            int total = sampling.size() * branches;
            this.tokens = new int[total][];
            this.logProbs = new float[total][];
            this.counts = new int[total];
            for (int s = 0; s < total; s++) {
                tokens[s] = new int[limit(s)];
                logProbs[s] = new float[limit(s)];
            }
        }

        private int limit(int sequence) {
            return sampling.get(sequence / branches).maxTokens();
        }

        void add(NDArray drawnTokens, NDArray drawnLogProbs, Slots slots) {
            long[] ids = drawnTokens.toLongArray();
            float[] values = drawnLogProbs.toFloatArray();
            int cells = slots.cells();
            for (int cell = 0; cell < cells; cell++) {
                int sequence = slots.sequence(cell);
                for (int at = cell; sequence != Slots.NONE && at < ids.length && !ended(sequence); at += cells) {
                    tokens[sequence][counts[sequence]] = (int) ids[at];
                    logProbs[sequence][counts[sequence]++] = values[at];
                }
            }
        }

        boolean ended(int sequence) {
            return stopped(sequence) || counts[sequence] == limit(sequence);
        }

        private boolean stopped(int sequence) {
            return counts[sequence] > 0 && tokens[sequence][counts[sequence] - 1] == endOfTurn;
        }

        boolean allEnded() {
            return IntStream.range(0, counts.length).allMatch(this::ended);
        }

        List<List<Completion>> completions(VlmTokenizer tokenizer) {
            List<List<Completion>> all = new ArrayList<>();
            for (int b = 0; b < sampling.size(); b++) {
                all.add(IntStream.range(b * branches, (b + 1) * branches)
                        .mapToObj(sequence -> completion(sequence, tokenizer))
                        .toList());
            }
            return all;
        }

        private Completion completion(int sequence, VlmTokenizer tokenizer) {
            int[] ids = Arrays.copyOf(tokens[sequence], counts[sequence]);
            return new Completion(
                    ids,
                    Arrays.copyOf(logProbs[sequence], counts[sequence]),
                    tokenizer.decode(ids),
                    stopped(sequence) ? FinishReason.STOP : FinishReason.LENGTH);
        }
    }
}
