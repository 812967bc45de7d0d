package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.torch.TorchScript;

/**
 * Brings weights from mapped files into tensors. Beside the weights themselves this takes, outside the Java heap, one
 * scratch buffer and a second copy of the tensor that is being loaded.
 */
final class Loader {

    /** Elements converted at a time. */
    private static final int PIECE = 1 << 24;

    private final Checkpoint checkpoint;
    private final NDManager manager;
    private final WeightsScript script;
    private final Precision precision;
    private final ByteBuffer scratch;

    /** @param script has {@code weights.py} */
    Loader(Checkpoint checkpoint, NDManager manager, TorchScript script, Precision precision) {
        this.checkpoint = checkpoint;
        this.manager = manager;
        this.script = new WeightsScript(script);
        this.precision = precision;
        long largest = checkpoint.names().stream()
                .mapToLong(name -> checkpoint.info(name).elements())
                .max()
                .orElseThrow();
        this.scratch = ByteBuffer.allocateDirect((int) Math.min(PIECE, largest) * Float.BYTES)
                .order(ByteOrder.nativeOrder());
    }

    /** The published weights {@code names}, stacked by rows. */
    NDArray fused(List<String> names) {
        try (NDManager scope = manager.newSubManager()) {
            NDList pieces = new NDList();
            for (String name : names) {
                for (ByteBuffer chunk : checkpoint.chunks(name)) {
                    convert(scope, chunk, checkpoint.info(name).dtype(), pieces);
                }
            }
            List<Long> shape = checkpoint.info(names.get(0)).shape();
            // The patch embedding is stored as a convolution; scripts multiply it as a matrix.
            long columns = shape.size() == 1 ? 0 : shape.stream().skip(1).reduce(1L, Math::multiplyExact);
            NDArray fused = script.assemble(scope, pieces, columns);
            fused.attach(manager);
            return fused;
        }
    }

    private void convert(NDManager scope, ByteBuffer chunk, DType dtype, NDList pieces) {
        int total = chunk.remaining() / dtype.bytes();
        for (int from = 0; from < total; from += PIECE) {
            int count = Math.min(PIECE, total - from);
            ByteBuffer stored = chunk.slice(from * dtype.bytes(), count * dtype.bytes());
            FloatBits.toFloats(stored.order(chunk.order()), dtype, scratch.asFloatBuffer());
            ByteBuffer floats = scratch.slice(0, count * Float.BYTES).order(scratch.order());
            NDArray piece = scope.create(floats, new Shape(count), DataType.FLOAT32);
            pieces.add(script.converted(scope, piece, precision));
            piece.close();
        }
    }
}
