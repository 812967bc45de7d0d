package org.geor1.vlm.checkpoint.safetensors;

import java.util.List;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/**
 * A tensor's type, shape and size.
 *
 * @param byteLength always shape × dtype; checked on construction, so it never overflows
 */
public record TensorInfo(DType dtype, List<Long> shape, long byteLength) {

    public TensorInfo {
        shape = List.copyOf(shape);
        long expected = byteLength(dtype, shape);
        if (expected != byteLength) {
            throw new CheckpointException(
                    "shape " + shape + " of " + dtype + " needs " + expected + " bytes, found " + byteLength);
        }
    }

    public static TensorInfo of(DType dtype, List<Long> shape) {
        return new TensorInfo(dtype, shape, byteLength(dtype, shape));
    }

    public long elements() {
        return byteLength / dtype.bytes();
    }

    private static long byteLength(DType dtype, List<Long> shape) {
        long bytes = dtype.bytes();
        for (long size : shape) {
            if (size < 0) {
                throw new CheckpointException("shape " + shape + " has a negative size");
            }
            try {
                bytes = Math.multiplyExact(bytes, size);
            } catch (ArithmeticException e) {
                throw new CheckpointException("shape " + shape + " of " + dtype + " overflows", e);
            }
        }
        return bytes;
    }
}
