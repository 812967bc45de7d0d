package org.geor1.vlm.model;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Map;
import java.util.function.Consumer;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/**
 * Which matrices are held in the library's blocked layout, for reading only. They are multiplied faster, and a row comes
 * out the same in every bit whatever rows come with it.
 *
 * @param from number of elements from which on a matrix is packed
 */
public record Packing(long from) {

    /** Nothing is packed; weights can be trained. */
    public static final Packing NONE = new Packing(Long.MAX_VALUE);

    /** From here on packed products are faster at 4 rows and more, with AVX2 and with AVX-512 (measured). */
    private static final Packing LARGE = new Packing(1 << 17);

    /**
     * How much faster plain products must be to be taken. The layout decides the last bits, so two starts on one
     * machine must decide alike: packed products take 0.2 to 0.9 of the time with AVX2 or AVX-512, 1.3 to 2.3 of it
     * without (measured at these sizes), and this stands between the two.
     */
    private static final double CLEARLY_SLOWER = 1.1;

    private static final int ROWS = 32;
    private static final int WIDTH = 1024;
    private static final int ROUNDS = 9;

    /** What this processor multiplies faster; measured by the first call, in some 20 ms, and the same ever after. */
    static Packing onThisProcessor() {
        return Measured.PACKING;
    }

    /** @param packed and {@code plain} the times that the same product takes */
    static Packing of(long packed, long plain) {
        return packed > CLEARLY_SLOWER * plain ? NONE : LARGE;
    }

    private static final class Measured {

        private static final Packing PACKING = measure();

        /** The shortest of several turns, so that other work on the machine does not count. */
        private static Packing measure() {
            ScriptSource source = new ScriptSource(Map.of("packs", "True", "packs_from", "0"));
            source.add(TorchScript.class, "products.py");
            try (NDManager scope = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
                    TorchScript compiled = TorchScript.compile(source, Device.cpu())) {
                ProductsScript script = new ProductsScript(compiled);
                NDArray rows = scope.ones(new Shape(ROWS, WIDTH));
                NDArray plain = scope.ones(new Shape(WIDTH, WIDTH));
                NDArray packed = script.packed(scope, plain);
                long packedTime = Long.MAX_VALUE;
                long plainTime = Long.MAX_VALUE;
                for (int round = 0; round < ROUNDS; round++) {
                    packedTime = Math.min(packedTime, time(rows, scoped -> script.packedProduct(scoped, rows, packed)));
                    plainTime = Math.min(plainTime, time(rows, scoped -> script.plainProduct(scoped, rows, plain)));
                }
                return of(packedTime, plainTime);
            }
        }

        private static long time(NDArray rows, Consumer<NDManager> product) {
            try (NDManager scope = rows.getManager().newSubManager()) {
                long start = System.nanoTime();
                product.accept(scope);
                return System.nanoTime() - start;
            }
        }
    }
}
