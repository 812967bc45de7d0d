package org.geor1.benchmarks.parity.golden;

import tools.jackson.databind.JsonNode;

/**
 * Tolerances from the distance of {@code transformers} to its own result in double precision ({@code exact.json}). They
 * do not depend on the processor: every order of summation is about as far from the exact result as any other.
 */
public final class OwnRounding {

    /**
     * Between ours and theirs: theirs is one such distance from the exact result, and ours may be three, because sums
     * are longer with fewer SIMD lanes.
     */
    private static final double APART = 4;

    /** Between two of our own summation orders, which share most of their kernels. */
    private static final double TWO_ORDERS = 2;

    private final JsonNode checkpoint;
    private final JsonNode all;

    private OwnRounding(JsonNode checkpoint, JsonNode all) {
        this.checkpoint = checkpoint;
        this.all = all;
    }

    public static OwnRounding of(Goldens goldens, String checkpoint) {
        JsonNode all = goldens.json("exact.json");
        return new OwnRounding(all.required(checkpoint), all);
    }

    /** For a kind of stage of the vision tower, as a share of the stage's largest value. */
    public double vision(String stages) {
        return APART * checkpoint.required("vision").required(stages).doubleValue();
    }

    public double logits() {
        return APART * checkpoint.required("logits").doubleValue();
    }

    /** Between two of our own computations of the same log-probability. */
    public double logProbs() {
        return TWO_ORDERS * checkpoint.required("log_probs").doubleValue();
    }

    /** The most likely id after each token of a case, in double precision. */
    public int[] likeliest(String caseName) {
        return checkpoint
                .required("likeliest")
                .required(caseName)
                .valueStream()
                .mapToInt(JsonNode::intValue)
                .toArray();
    }

    /**
     * At how many of {@code positions}, each with a clear most likely token, bf16 may choose another.
     * {@code transformers} does so at some; the rate is estimated over all checkpoints.
     */
    public int bf16Differing(int positions) {
        int differing = 0;
        int clear = 0;
        for (JsonNode one : all) {
            differing += one.required("bf16_differing").intValue();
            clear += one.required("bf16_clear").intValue();
        }
        return Binomial.quantile(positions, Binomial.largestRate(clear, differing));
    }
}
