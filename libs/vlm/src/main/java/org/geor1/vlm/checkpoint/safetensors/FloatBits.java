package org.geor1.vlm.checkpoint.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Conversions between fp32 and the 16-bit formats, rounding to nearest, ties to even, as PyTorch does. */
public final class FloatBits {

    private FloatBits() {}

    public static float fromBf16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    public static short toBf16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
    }

    public static float fromF16(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >>> 10) & 0x1F;
        int mantissa = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (mantissa << 13));
        }
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (mantissa << 13));
    }

    public static short toF16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= 0x477FF000) {
            // 65520 and above round to infinity.
            return (short) (sign | 0x7C00);
        }
        if (magnitude < 0x38800000) {
            // Subnormal halves are multiples of 2^-24; rint rounds ties to even and the product is exact.
            return (short) (sign | (int) Math.rint(Math.abs((double) value) * 0x1p24));
        }
        int rounded = magnitude + 0xFFF + ((magnitude >>> 13) & 1);
        return (short) (sign | ((rounded - 0x38000000) >>> 13));
    }

    /**
     * The elements of a little-endian {@code F32}, {@code BF16} or {@code F16} buffer, starting at its position, as
     * fp32.
     */
    public static float[] toFloats(ByteBuffer bytes, DType dtype) {
        float[] values = new float[bytes.remaining() / dtype.bytes()];
        toFloats(bytes, dtype, FloatBuffer.wrap(values));
        return values;
    }

    /** Appends the elements of a buffer of {@code F32}, {@code BF16} or {@code F16} to {@code out}. */
    public static void toFloats(ByteBuffer bytes, DType dtype, FloatBuffer out) {
        switch (dtype) {
            case F32 -> out.put(bytes.asFloatBuffer());
            case BF16 -> {
                ShortBuffer bits = bytes.asShortBuffer();
                while (bits.hasRemaining()) {
                    out.put(fromBf16(bits.get()));
                }
            }
            case F16 -> {
                ShortBuffer bits = bytes.asShortBuffer();
                while (bits.hasRemaining()) {
                    out.put(fromF16(bits.get()));
                }
            }
            default -> throw new CheckpointException("expected F32, BF16 or F16, found " + dtype);
        }
    }

    /** Appends {@code value} to {@code out} as {@code F32}, {@code BF16} or {@code F16}. */
    public static void put(ByteBuffer out, DType dtype, float value) {
        switch (dtype) {
            case F32 -> out.putFloat(value);
            case BF16 -> out.putShort(toBf16(value));
            case F16 -> out.putShort(toF16(value));
            default -> throw new CheckpointException("expected F32, BF16 or F16, found " + dtype);
        }
    }

    /**
     * Whether a little-endian floating-point buffer, starting at its position, holds neither NaN nor infinity. Checks
     * eight bytes at a time: adding one to an exponent carries into the sign bit only if the exponent is all ones.
     */
    static boolean isFinite(ByteBuffer bytes, DType dtype) {
        long exponent = lanes(dtype, 0x7FF0_0000_0000_0000L, 0x7F80_0000L, 0x7F80L, 0x7C00L);
        long one = lanes(dtype, 0x0010_0000_0000_0000L, 0x0080_0000L, 0x0080L, 0x0400L);
        long carry = lanes(dtype, 0x8000_0000_0000_0000L, 0x8000_0000L, 0x8000L, 0x8000L);
        int at = bytes.position();
        long found = 0;
        for (; at <= bytes.limit() - Long.BYTES; at += Long.BYTES) {
            found |= (bytes.getLong(at) & exponent) + one;
        }
        long tail = 0;
        for (int shift = 0; at < bytes.limit(); at++, shift += Byte.SIZE) {
            tail |= (bytes.get(at) & 0xFFL) << shift;
        }
        found |= (tail & exponent) + one;
        return (found & carry) == 0;
    }

    private static long lanes(DType dtype, long f64, long f32, long bf16, long f16) {
        return switch (dtype) {
            case F64 -> f64;
            case F32 -> f32 * 0x1_0000_0001L;
            case BF16 -> bf16 * 0x1_0001_0001_0001L;
            case F16 -> f16 * 0x1_0001_0001_0001L;
            default -> throw new CheckpointException("expected a floating type, found " + dtype);
        };
    }
}
