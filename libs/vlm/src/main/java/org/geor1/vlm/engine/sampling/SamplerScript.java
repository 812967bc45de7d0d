package org.geor1.vlm.engine.sampling;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.geor1.vlm.model.QwenModel;

/** Calls {@code sampler.py}, with {@code decode_step.py} and {@code policy.py}. */
public final class SamplerScript {

    private final QwenModel model;

    public SamplerScript(QwenModel model) {
        this.model = model;
    }

    /**
     * Lanes of one call, one after the other.
     *
     * @param prefixes keys and values of the lanes' prefixes, layer after layer
     * @param own the same of their branches
     * @param bias one a lane, 0 on a prefix and -inf on its padding
     * @param table [lanes, 3]: first row, branches of a prompt, step
     */
    public record Lanes(NDList prefixes, NDList own, NDList bias, NDArray table) {}

    /**
     * What every row starts with, N rows and R steps.
     *
     * @param last [N] i64: fed first
     * @param positions [N] i64: where that stands
     * @param ended [N]: whose draws nobody reads
     * @param uniforms [R, N]: what decides the draws
     * @param sampling [5, N]: see {@link SamplingPolicy#table}
     * @param seen [N, L] i64: ids that the penalty counts
     * @param choices [N, C] i64: the only ids that may come where a row chooses
     * @param choosing [N]
     */
    public record Rows(
            NDArray last,
            NDArray positions,
            NDArray ended,
            NDArray uniforms,
            NDArray sampling,
            NDArray seen,
            NDArray choices,
            NDArray choosing) {

        /** In the order of {@code decode_rows}. */
        private List<NDArray> tensors() {
            return List.of(last, positions, ended, uniforms, sampling, seen, choices, choosing);
        }
    }

    /**
     * What any row asks for.
     *
     * @param alternatives how many of the likeliest tokens to return
     * @param processes whether to return log-probabilities of the processed distribution
     */
    public record Modes(boolean truncates, boolean penalizes, boolean chooses, int alternatives, boolean processes) {

        /** In the order of {@code decode_modes}. */
        private long[] values() {
            return new long[] {truncates ? 1 : 0, penalizes ? 1 : 0, chooses ? 1 : 0, alternatives, processes ? 1 : 0};
        }
    }

    /** Draws some tokens of every row. */
    public Drawn decode(NDManager scope, Lanes lanes, Rows rows, DecodeConstants constants, Modes modes) {
        NDList out = model.script()
                .call(
                        scope,
                        "decode",
                        model.weights().text(),
                        lanes.prefixes(),
                        lanes.own(),
                        lanes.bias(),
                        lanes.table(),
                        rows.tensors(),
                        constants.tensors(),
                        scope.create(modes.values()));
        return new Drawn(out, (int) rows.last().size());
    }
}
