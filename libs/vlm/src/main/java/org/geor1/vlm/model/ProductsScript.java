package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.geor1.vlm.torch.TorchScript;

/** Calls {@code products.py}. */
final class ProductsScript {

    private final TorchScript script;

    ProductsScript(TorchScript script) {
        this.script = script;
    }

    /** A matrix in the library's blocked layout, for reading only. */
    NDArray packed(NDManager owner, NDArray weight) {
        return script.call(owner, "packed", weight).singletonOrThrow();
    }

    /** Rows times a matrix in that layout. */
    NDArray packedProduct(NDManager scope, NDArray rows, NDArray weight) {
        return script.call(scope, "packed_product", rows, weight).singletonOrThrow();
    }

    /** Rows times a matrix as it is. */
    NDArray plainProduct(NDManager scope, NDArray rows, NDArray weight) {
        return script.call(scope, "plain_product", rows, weight).singletonOrThrow();
    }
}
