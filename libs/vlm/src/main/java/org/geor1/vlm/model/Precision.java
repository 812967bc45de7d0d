package org.geor1.vlm.model;

import org.geor1.vlm.checkpoint.safetensors.DType;

/** Element type of weights, activations and caches. Softmax, norms and logits are computed in fp32 in either. */
public enum Precision {
    FP32(6, DType.F32, "float32"),
    BF16(15, DType.BF16, "bfloat16");

    private final int scalarType;
    private final DType stored;
    private final String torchDtype;

    Precision(int scalarType, DType stored, String torchDtype) {
        this.scalarType = scalarType;
        this.stored = stored;
        this.torchDtype = torchDtype;
    }

    /** @throws IllegalArgumentException if weights and states are never held in that type */
    static Precision of(DType stored) {
        for (Precision precision : values()) {
            if (precision.stored == stored) {
                return precision;
            }
        }
        throw new IllegalArgumentException("states are stored as F32 or BF16, not as " + stored);
    }

    /** Number of the type in scripts (libtorch's {@code ScalarType}). */
    public int scalarType() {
        return scalarType;
    }

    /** Its name in files of weights. */
    public DType stored() {
        return stored;
    }

    /** Its name in {@code config.json}. */
    public String torchDtype() {
        return torchDtype;
    }

    /** Bytes of one element. */
    public int bytes() {
        return stored.bytes();
    }
}
