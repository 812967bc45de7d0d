package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.nio.ByteBuffer;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code weights.py}: stored weights become tensors of the model, and the other way round. */
final class WeightsScript {

    private final TorchScript script;

    WeightsScript(TorchScript script) {
        this.script = script;
    }

    /** A copy in {@code type}. */
    NDArray converted(NDManager scope, NDArray array, Precision type) {
        return script.call(scope, "converted", array, scope.create((long) type.scalarType()))
                .singletonOrThrow();
    }

    /** Consecutive flat pieces laid into a matrix of so many columns; 0: they stay a vector. */
    NDArray assemble(NDManager scope, NDList pieces, long columns) {
        // Tensors made without gradients on could never be trained.
        return script.callWithGradients(scope, "assemble", pieces, scope.create(columns))
                .singletonOrThrow();
    }

    /** A copy of some rows. */
    NDArray rows(NDManager scope, NDArray array, long from, long count) {
        return script.call(scope, "rows_of", array, scope.create(new long[] {from, count}))
                .singletonOrThrow();
    }

    /** Elements [from, from + count), counted flat, as they lie in memory. */
    ByteBuffer bytes(NDManager scope, NDArray array, long from, long count) {
        return script.call(scope, "bytes_of", array, scope.create(new long[] {from, count}))
                .singletonOrThrow()
                .toByteBuffer();
    }

    /** Puts bytes of elements of {@code type} into {@code into}, from element {@code first} on. */
    void putBytes(NDManager scope, NDArray into, NDArray bytes, Precision type, long first) {
        script.call(scope, "put_bytes", into, bytes, scope.create(new long[] {type.scalarType(), first}));
    }
}
