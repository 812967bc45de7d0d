package org.geor1.vlm.model;

/** Element type of weights, activations and caches. Softmax, norms and logits are computed in fp32 in either. */
public enum Precision {
    FP32(6),
    BF16(15);

    private final int scalarType;

    Precision(int scalarType) {
        this.scalarType = scalarType;
    }

    /** Number of the type in scripts (libtorch's {@code ScalarType}). */
    int scalarType() {
        return scalarType;
    }
}
