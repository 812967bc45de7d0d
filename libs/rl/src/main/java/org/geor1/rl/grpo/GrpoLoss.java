package org.geor1.rl.grpo;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.rl.pass.ObjectiveScript;

/**
 * GRPO's objective without a model: from rewards and given log-probabilities to loss, gradients and metrics, with the
 * training code itself. Used to compare the objective with other implementations.
 */
public final class GrpoLoss implements AutoCloseable {

    private final NDManager manager;
    private final ObjectiveScript script;

    private GrpoLoss(NDManager manager, ObjectiveScript script) {
        this.manager = manager;
        this.script = script;
    }

    public static GrpoLoss open(Device device) {
        return new GrpoLoss(Engine.getEngine("PyTorch").newBaseManager(device), ObjectiveScript.open(device));
    }

    /**
     * Model outputs for each token of all completions, in order.
     *
     * @param logProbs of the policy
     * @param old of the policy before the first update, or empty for the policy itself
     * @param reference of the reference policy; read when beta is positive
     */
    public record Tokens(float[] logProbs, float[] entropies, float[] old, float[] reference) {}

    /**
     * @param gradient of the loss with respect to each token's log-probability; 0 for tokens left out
     * @param entropyGradient of the loss with respect to each token's entropy
     * @param tokens number of tokens that were not left out
     * @param metrics TRL metric names to values, without those of an optimizer
     */
    public record Result(
            double loss, float[] gradient, float[] entropyGradient, int tokens, Map<String, Double> metrics) {}

    public Result of(GrpoConfig config, List<ScoredGroup> groups, Tokens tokens) {
        // A part identifies its completions by their id arrays.
        Map<int[], Integer> firsts = new IdentityHashMap<>();
        int count = 0;
        for (ScoredGroup group : groups) {
            for (ScoredCompletion completion : group.completions()) {
                firsts.put(completion.tokenIds(), count);
                count += completion.tokenIds().length;
            }
        }
        double loss = 0;
        int run = 0;
        float[] gradient = new float[count];
        float[] entropyGradient = new float[count];
        GrpoMetrics metrics = new GrpoMetrics(config);
        for (GrpoPart part : GrpoBatch.of(config, groups).parts()) {
            int[] places = places(part, firsts);
            if (tokens.old().length > 0) {
                part.setOldOnce(at(tokens.old(), places));
            }
            try (NDManager scope = manager.newSubManager()) {
                ObjectiveScript.Gradients out = run(scope, config, part, tokens, places);
                loss += out.outputs().loss().getFloat();
                run += places.length;
                scatter(out.gradLogProbs().toFloatArray(), places, gradient);
                scatter(out.gradEntropies().toFloatArray(), places, entropyGradient);
                metrics.add(part, out.outputs());
            }
        }
        return new Result(loss, gradient, entropyGradient, run, metrics.toMap());
    }

    private ObjectiveScript.Gradients run(
            NDManager scope, GrpoConfig config, GrpoPart part, Tokens tokens, int[] places) {
        return script.gradients(
                scope,
                scope.create(at(tokens.logProbs(), places)),
                scope.create(at(tokens.entropies(), places)),
                GrpoUpdate.terms(scope, config, part, at(tokens.reference(), places)));
    }

    /** Indices of the part's tokens among all. */
    private static int[] places(GrpoPart part, Map<int[], Integer> firsts) {
        return part.branches().stream()
                .flatMap(List::stream)
                .map(Branch::ids)
                .flatMapToInt(ids -> IntStream.range(0, ids.length).map(i -> firsts.getOrDefault(ids, 0) + i))
                .toArray();
    }

    private static float[] at(float[] all, int[] places) {
        float[] values = new float[places.length];
        for (int i = 0; i < places.length; i++) {
            values[i] = all[places[i]];
        }
        return values;
    }

    private static void scatter(float[] values, int[] places, float[] all) {
        for (int i = 0; i < places.length; i++) {
            all[places[i]] = values[i];
        }
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
