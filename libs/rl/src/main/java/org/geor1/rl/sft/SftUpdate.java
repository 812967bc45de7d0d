package org.geor1.rl.sft;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.rl.pass.BranchBatch;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.rl.update.PolicyUpdater;
import org.geor1.rl.update.TrainingPass;
import org.geor1.vlm.model.input.MisalignedException;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;

/** One SFT step: cross-entropy over assistant tokens and the end of their turn, nothing else. */
public final class SftUpdate {

    public static final int PROMPTS_PER_PASS = 64;

    private final PolicyUpdater updater;
    private final PromptEncoder encoder;

    public SftUpdate(PolicyUpdater updater, PromptEncoder encoder) {
        this.updater = updater;
        this.encoder = encoder;
    }

    /** The loss is the mean over all assistant tokens of the step. */
    public Map<String, Double> step(List<SftExample> examples) {
        return update(examples.stream().map(this::encode).toList(), length -> 1.0)
                .metrics();
    }

    /** The mean loss over all assistant tokens, without a step. */
    public double loss(List<SftExample> examples) {
        double sum = 0;
        long tokens = 0;
        for (int from = 0; from < examples.size(); from += PROMPTS_PER_PASS) {
            List<Encoded> part = examples.subList(from, Math.min(from + PROMPTS_PER_PASS, examples.size())).stream()
                    .map(this::encode)
                    .toList();
            try (NDManager scope = updater.model().newScope()) {
                BranchBatch batch = batch(scope, part);
                NDArray features = updater.model().encodeImages(scope, batch.prompts());
                for (float logProb :
                        updater.model().score(scope, batch, features, 1).get(0).toFloatArray()) {
                    sum -= logProb;
                }
                tokens += batch.counted();
            }
        }
        return sum / tokens;
    }

    /**
     * Many questions about shared images. An answer's weight is the square root of its length, between one per answer and
     * one per token, so that descriptions do not outweigh one-word answers.
     */
    public SharedSftOutcome stepShared(List<SharedSftExample> examples) {
        return update(examples.stream().map(this::encode).toList(), length -> 1 / Math.sqrt(length));
    }

    private interface TokenWeight {
        double of(int answerLength);
    }

    private Encoded encode(SftExample example) {
        int[] answer = encoder.template().encodeAssistant(example.completion());
        return new Encoded(PrefixPrompt.of(encoder.encode(example.prompt())), List.of(new Branch(answer, 0)));
    }

    private Encoded encode(SharedSftExample example) {
        EncodedPrompt prompt = encoder.encode(example.shared());
        // An empty question's tail is what the template adds after the last image.
        int end = prompt.inputIds().length - encoder.template().encodeUserTail("").length;
        PrefixPrompt shared = PrefixPrompt.upTo(
                prompt, end, updater.model().model().config().tokens().image());
        List<Branch> branches = new ArrayList<>();
        for (SharedSftExample.Turn turn : example.turns()) {
            int[] question = encoder.template().encodeUserTail(turn.question());
            int[] answer = encoder.template().encodeAssistant(turn.answer());
            int[] ids = Arrays.copyOf(question, question.length + answer.length);
            System.arraycopy(answer, 0, ids, question.length, answer.length);
            branches.add(new Branch(ids, question.length));
        }
        return new Encoded(shared, branches);
    }

    private SharedSftOutcome update(List<Encoded> examples, TokenWeight tokenWeight) {
        double total = examples.stream()
                .flatMap(example -> example.branches().stream())
                .mapToDouble(branch -> branch.counted() * tokenWeight.of(branch.counted()))
                .sum();
        Means means = new Means();
        List<TrainingPass> passes = new ArrayList<>();
        for (int from = 0; from < examples.size(); from += PROMPTS_PER_PASS) {
            List<Encoded> part = examples.subList(from, Math.min(from + PROMPTS_PER_PASS, examples.size()));
            passes.add(new TrainingPass(
                    part.stream().anyMatch(example -> !example.prefix().images().isEmpty()),
                    (scope, sums) -> run(scope, part, sums, total, tokenWeight),
                    out -> means.add(part, out)));
        }
        long start = System.nanoTime();
        PolicyUpdater.Outcome outcome = updater.update(passes);
        long updateNanos = System.nanoTime() - start;
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("loss", outcome.loss());
        metrics.put("entropy", means.entropy / means.tokens);
        metrics.put("num_tokens", means.tokens);
        metrics.put("grad_norm", outcome.gradNorm());
        metrics.put("learning_rate", outcome.learningRate());
        metrics.put("time/forward", outcome.forwardSeconds());
        metrics.put("time/backward", outcome.backwardSeconds());
        metrics.put("time/optimizer", updateNanos / 1e9 - outcome.passSeconds());
        if (outcome.skipped()) {
            metrics.put(PolicyUpdater.SKIPPED_STEPS, 1.0);
        }
        return new SharedSftOutcome(metrics, means.exact);
    }

    private NDList run(NDManager scope, List<Encoded> examples, NDList sums, double total, TokenWeight tokenWeight) {
        BranchBatch batch = batch(scope, examples);
        float[] weights = new float[batch.counted()];
        int m = 0;
        for (Encoded example : examples) {
            for (Branch branch : example.branches()) {
                double weight = tokenWeight.of(branch.counted()) / total;
                Arrays.fill(weights, m, m + branch.counted(), (float) weight);
                m += branch.counted();
            }
        }
        return updater.script()
                .sft(
                        scope,
                        batch,
                        updater.frozenFeatures(scope, batch.prompts()),
                        sums,
                        scope.create(weights),
                        updater.memory());
    }

    private BranchBatch batch(NDManager scope, List<Encoded> examples) {
        try {
            PromptBatch prompts = PromptBatch.of(
                    scope,
                    updater.model().model().config(),
                    examples.stream().map(Encoded::prefix).toList());
            return BranchBatch.of(
                    scope, prompts, examples.stream().map(Encoded::branches).toList());
        } catch (MisalignedException e) {
            throw new IllegalArgumentException("exemplar " + e.prompt() + " of a pass: " + e.getMessage(), e);
        }
    }

    private record Encoded(PrefixPrompt prefix, List<Branch> branches) {}

    private static final class Means {
        private double tokens;
        private double entropy;
        private final List<List<Boolean>> exact = new ArrayList<>();

        void add(List<Encoded> examples, NDList out) {
            float[] entropies = out.get(2).toFloatArray();
            tokens += entropies.length;
            for (float value : entropies) {
                entropy += value;
            }
            boolean[] hits = out.get(3).toBooleanArray();
            int token = 0;
            for (Encoded example : examples) {
                List<Boolean> answers = new ArrayList<>();
                for (Branch branch : example.branches()) {
                    boolean all = true;
                    for (int i = 0; i < branch.counted(); i++) {
                        all &= hits[token++];
                    }
                    answers.add(all);
                }
                exact.add(answers);
            }
        }
    }
}
