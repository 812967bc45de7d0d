package org.geor1.vlm.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.geor1.vlm.Completion;
import org.geor1.vlm.Completion.FinishReason;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.PromptBatch;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** Prefills B prompts once each and decodes G branches of each, many tokens in one script call. */
final class Decoder {

    /** Steps a script call takes at most, so that a batch whose branches have all ended stops soon after. */
    private static final int STEPS_PER_CALL = 32;

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
            Draws draws = new Draws(scope, sampling, branches, limit);
            Collected collected = new Collected(prompts.size(), branches, limit);
            NDList own = ownCaches(scope, prompts.size(), branches, limit);
            NDArray last = scope.create(repeat(batch.last(), branches), new Shape(prompts.size(), branches));
            NDArray done = scope.zeros(new Shape(prompts.size(), branches), DataType.BOOLEAN);
            NDArray stop = scope.create(new long[] {endOfTurn});
            for (int step = 0; step < limit && !collected.allDone(sampling, endOfTurn); step += STEPS_PER_CALL) {
                int steps = Math.min(STEPS_PER_CALL, limit - step);
                NDList out = model.script()
                        .call(
                                scope,
                                "decode",
                                model.weights().text(),
                                cache,
                                own,
                                batch.lengths(),
                                batch.bases(),
                                last,
                                done,
                                draws.uniforms(step, steps),
                                draws.temperature(),
                                draws.topK(),
                                draws.topP(),
                                draws.allowed(model.config().text().vocabSize(), suppressed),
                                stop,
                                scope.create((long) step),
                                scope.create(draws.truncates()));
                collected.add(out.get(0), out.get(1));
                last = out.get(2);
                done = out.get(3);
            }
            return collected.completions(sampling, endOfTurn, tokenizer);
        }
    }

    private NDList ownCaches(NDManager scope, int prompts, int branches, int limit) {
        var text = model.config().text();
        NDList own = new NDList();
        for (int i = 0; i < 2 * text.numLayers(); i++) {
            own.add(scope.zeros(
                    new Shape(prompts, text.numKvHeads(), branches, limit, text.headDim()), DataType.FLOAT32));
        }
        return own;
    }

    private static long[] repeat(long[] values, int times) {
        long[] repeated = new long[values.length * times];
        for (int i = 0; i < repeated.length; i++) {
            repeated[i] = values[i / times];
        }
        return repeated;
    }

    /** The sampling parameters as tensors, and each branch's own stream of uniforms. */
    private static final class Draws {

        private final NDManager scope;
        private final int prompts;
        private final int branches;
        private final NDArray temperature;
        private final NDArray topK;
        private final NDArray topP;
        private final boolean truncates;
        private final SplittableRandom[] random;

        Draws(NDManager scope, List<SamplingParams> sampling, int branches, int limit) {
            this.scope = scope;
            this.prompts = sampling.size();
            this.branches = branches;
            int total = prompts * branches;
            float[] temperatures = new float[total];
            long[] topKs = new long[total];
            float[] topPs = new float[total];
            random = new SplittableRandom[total];
            for (int i = 0; i < total; i++) {
                SamplingParams params = sampling.get(i / branches);
                temperatures[i] = (float) params.temperature();
                topKs[i] = params.topK();
                topPs[i] = (float) params.topP();
                // Golden-ratio steps keep the streams of neighbouring branches apart.
                random[i] = new SplittableRandom(params.seed() + 0x9E3779B97F4A7C15L * (i % branches + 1));
            }
            Shape shape = new Shape(prompts, branches);
            temperature = scope.create(temperatures, shape);
            topK = scope.create(topKs, shape);
            topP = scope.create(topPs, shape);
            truncates = sampling.stream().anyMatch(params -> params.topK() > 0 || params.topP() < 1);
        }

        NDArray uniforms(int from, int steps) {
            float[] values = new float[steps * random.length];
            for (int step = 0; step < steps; step++) {
                for (int i = 0; i < random.length; i++) {
                    values[step * random.length + i] = (float) random[i].nextDouble();
                }
            }
            return scope.create(values, new Shape(steps, prompts, branches));
        }

        NDArray temperature() {
            return temperature;
        }

        NDArray topK() {
            return topK;
        }

        NDArray topP() {
            return topP;
        }

        boolean truncates() {
            return truncates;
        }

        NDArray allowed(int vocabSize, int[] suppressed) {
            float[] bias = new float[vocabSize];
            for (int id : suppressed) {
                bias[id] = Float.NEGATIVE_INFINITY;
            }
            return scope.create(bias);
        }
    }

    /** Tokens and log-probabilities as they come, [prompt × branch][step]. */
    private static final class Collected {

        private final int branches;
        private final int[][] tokens;
        private final float[][] logProbs;
        private int length;

        Collected(int prompts, int branches, int limit) {
            this.branches = branches;
            this.tokens = new int[prompts * branches][limit];
            this.logProbs = new float[prompts * branches][limit];
        }

        void add(NDArray drawnTokens, NDArray drawnLogProbs) {
            long[] ids = drawnTokens.toLongArray();
            float[] values = drawnLogProbs.toFloatArray();
            int steps = ids.length / tokens.length;
            for (int step = 0; step < steps; step++) {
                for (int s = 0; s < tokens.length; s++) {
                    tokens[s][length + step] = (int) ids[step * tokens.length + s];
                    logProbs[s][length + step] = values[step * tokens.length + s];
                }
            }
            length += steps;
        }

        boolean allDone(List<SamplingParams> sampling, int endOfTurn) {
            for (int s = 0; s < tokens.length; s++) {
                int limit = Math.min(length, sampling.get(s / branches).maxTokens());
                if (end(s, limit, endOfTurn) == limit
                        && limit < sampling.get(s / branches).maxTokens()) {
                    return false;
                }
            }
            return true;
        }

        /** Index of the end-of-turn token of sequence {@code s}, or {@code limit}. */
        private int end(int s, int limit, int endOfTurn) {
            int i = 0;
            while (i < limit && tokens[s][i] != endOfTurn) {
                i++;
            }
            return i;
        }

        List<List<Completion>> completions(List<SamplingParams> sampling, int endOfTurn, VlmTokenizer tokenizer) {
            List<List<Completion>> all = new ArrayList<>();
            for (int b = 0; b < sampling.size(); b++) {
                List<Completion> group = new ArrayList<>();
                int limit = Math.min(length, sampling.get(b).maxTokens());
                for (int g = 0; g < branches; g++) {
                    int s = b * branches + g;
                    int end = end(s, limit, endOfTurn);
                    boolean stopped = end < limit;
                    int count = stopped ? end + 1 : limit;
                    int[] ids = Arrays.copyOf(tokens[s], count);
                    group.add(new Completion(
                            ids,
                            Arrays.copyOf(logProbs[s], count),
                            tokenizer.decode(ids),
                            stopped ? FinishReason.STOP : FinishReason.LENGTH));
                }
                all.add(group);
            }
            return all;
        }
    }
}
