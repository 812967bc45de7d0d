package org.geor1.vlm.checkpoint.safetensors;

/** Element types of the safetensors format, by their names in the header. */
public enum DType {
    F64(8, true),
    F32(4, true),
    F16(2, true),
    BF16(2, true),
    F8_E5M2(1, false),
    F8_E4M3(1, false),
    I64(8, false),
    I32(4, false),
    I16(2, false),
    I8(1, false),
    U64(8, false),
    U32(4, false),
    U16(2, false),
    U8(1, false),
    BOOL(1, false);

    private final int bytes;
    private final boolean floating;

    DType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether this module converts it to fp32 and checks it for NaN and infinity. */
    public boolean isFloating() {
        return floating;
    }
}
