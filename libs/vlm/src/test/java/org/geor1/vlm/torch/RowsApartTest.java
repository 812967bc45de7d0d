package org.geor1.vlm.torch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A row's product is bit-for-bit the same whatever the other rows, for every number of rows that the engine multiplies:
 * multiples of four, and any number from twelve up.
 */
class RowsApartTest {

    private static final int MOST = 70;

    @ParameterizedTest
    @CsvSource({
        "32,64", "64,192", "80,100", "120,128", "128,120", "128,256", "128,408", "128,768", "160,64", "256,128",
        "384,300", "512,256", "896,128"
    })
    void theProductOfARowDependsOnThatRowOnly(int width, int columns) {
        ScriptSource source = new ScriptSource(Map.of("packs", "False", "packs_from", "0"));
        source.add(TorchScript.class, "products.py");
        int threads = TorchThreads.all();
        // As in the engine: products this short run on one core.
        TorchThreads.use(1);
        try (NDManager scope = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
                TorchScript script = TorchScript.compile(source, Device.cpu())) {
            scope.getEngine().setRandomSeed(width);
            NDArray weight = scope.randomNormal(0, 1, new Shape(columns, width), DataType.FLOAT32);
            NDArray row = scope.randomNormal(0, 1, new Shape(1, width), DataType.FLOAT32);
            Set<ByteBuffer> products = new HashSet<>();
            for (int rows : rowCounts()) {
                NDArray many = row.repeat(0, rows);
                float[] product = script.call(scope, "plain_product", many, weight)
                        .singletonOrThrow()
                        .toFloatArray();
                for (int i = 0; i < rows; i++) {
                    products.add(bytes(Arrays.copyOfRange(product, i * columns, (i + 1) * columns)));
                }
            }
            assertThat(products).hasSize(1);
        } finally {
            TorchThreads.use(threads);
        }
    }

    private static List<Integer> rowCounts() {
        List<Integer> counts = new ArrayList<>(List.of(4, 8));
        for (int rows = 12; rows <= MOST; rows++) {
            counts.add(rows);
        }
        counts.addAll(List.of(96, 128, 129, 256, 300));
        return counts;
    }

    private static ByteBuffer bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        return bytes;
    }
}
