package org.geor1.vlm.engine.sampling;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/**
 * What completions are drawn from, without a model: from given logits to probabilities and draws, by the code that draws.
 * It lets the policy be compared with another implementation's.
 */
public final class SamplingPolicy implements AutoCloseable {

    private static final int SETTINGS = 5;

    private final NDManager manager;
    private final TorchScript script;

    private SamplingPolicy(NDManager manager, TorchScript script) {
        this.manager = manager;
        this.script = script;
    }

    public static SamplingPolicy open(Device device) {
        ScriptSource source = new ScriptSource(Map.of())
                .add(TorchScript.class, "policy.py")
                .add(TorchScript.class, "policy_alone.py");
        return new SamplingPolicy(
                Engine.getEngine("PyTorch").newBaseManager(device), TorchScript.compile(source, device));
    }

    /** [5][rows], as {@code policy.py} takes it. */
    public static float[] table(List<SamplingParams> rows) {
        int count = rows.size();
        float[] values = new float[SETTINGS * count];
        for (int row = 0; row < count; row++) {
            SamplingParams params = rows.get(row);
            values[row] = (float) params.temperature();
            values[count + row] = params.topK();
            values[2 * count + row] = (float) (1 - params.topP());
            values[3 * count + row] = (float) params.minP();
            values[4 * count + row] = (float) params.repetitionPenalty();
        }
        return values;
    }

    /**
     * @param logits one a token
     * @param seen ids that prompt or completion already hold
     * @return [rows][tokens]: for each of {@code rows} the probabilities that it draws from
     */
    public float[] probabilities(float[] logits, int[] seen, List<SamplingParams> rows) {
        try (NDManager scope = manager.newSubManager()) {
            return script.call(scope, "distribution_alone", arguments(scope, logits, seen, rows))
                    .singletonOrThrow()
                    .toFloatArray();
        }
    }

    /** One draw under {@code params} for each of {@code uniforms}, which are in [0, 1). */
    public long[] draws(float[] logits, int[] seen, SamplingParams params, float[] uniforms) {
        try (NDManager scope = manager.newSubManager()) {
            Object[] rows = arguments(scope, logits, seen, Collections.nCopies(uniforms.length, params));
            return script.call(scope, "draws_alone", rows[0], rows[1], rows[2], scope.create(uniforms))
                    .singletonOrThrow()
                    .toLongArray();
        }
    }

    private static Object[] arguments(NDManager scope, float[] logits, int[] seen, List<SamplingParams> rows) {
        int tokens = logits.length;
        float[] all = new float[rows.size() * tokens];
        boolean[] mask = new boolean[rows.size() * tokens];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(logits, 0, all, row * tokens, tokens);
            for (int id : seen) {
                mask[row * tokens + id] = true;
            }
        }
        Shape shape = new Shape(rows.size(), tokens);
        NDArray settings = scope.create(table(rows), new Shape(SETTINGS, rows.size()));
        return new Object[] {scope.create(all, shape), settings, scope.create(mask, shape)};
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
