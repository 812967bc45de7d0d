package org.geor1.vlm.model;

/** Element type of weights, activations and caches. Softmax, norms and logits are computed in fp32 in either. */
public enum Precision {
    FP32(6, 4),
    BF16(15, 2);

    private final int scalarType;
    private final int bytes;

    Precision(int scalarType, int bytes) {
        this.scalarType = scalarType;
        this.bytes = bytes;
    }

    /** Number of the type in scripts (libtorch's {@code ScalarType}). */
    int scalarType() {
        return scalarType;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }
}
