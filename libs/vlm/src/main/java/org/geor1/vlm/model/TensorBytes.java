package org.geor1.vlm.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.SafetensorsWriter;
import org.geor1.vlm.checkpoint.safetensors.TensorInfo;
import org.geor1.vlm.torch.TorchScript;

/** Tensors to and from files bit by bit, a piece at a time, so that no second copy of one ever exists. */
public final class TensorBytes {

    /** Bytes at a time. */
    private static final int PIECE = 1 << 26;

    private final WeightsScript script;
    private final NDManager manager;

    /** @param script has {@code weights.py} */
    public TensorBytes(TorchScript script, NDManager manager) {
        this.script = new WeightsScript(script);
        this.manager = manager;
    }

    /** A whole tensor, to be written as it is when its turn comes. */
    public SafetensorsWriter.Tensor of(String name, NDArray tensor, Precision type) {
        List<Long> shape = new ArrayList<>();
        for (long size : tensor.getShape().getShape()) {
            shape.add(size);
        }
        return of(name, tensor, type, shape, 0);
    }

    /** Part of a tensor, from element {@code first} on, under a shape of its own. */
    SafetensorsWriter.Tensor of(String name, NDArray tensor, Precision type, List<Long> shape, long first) {
        TensorInfo info = TensorInfo.of(type.stored(), shape);
        return new SafetensorsWriter.Tensor(name, info, out -> {
            long piece = PIECE / type.bytes();
            for (long done = 0; done < info.elements(); done += piece) {
                try (NDManager scope = manager.newSubManager()) {
                    long count = Math.min(piece, info.elements() - done);
                    ByteBuffer bytes = script.bytes(scope, tensor, first + done, count);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
            }
        });
    }

    /** Fills {@code into}, which has the size of the stored tensor; its type may be another one. */
    public void read(Safetensors stored, String name, NDArray into) {
        TensorInfo info = stored.info(name);
        Precision type = Precision.of(info.dtype());
        if (info.elements() != into.size()) {
            throw new IllegalArgumentException(
                    "tensor '" + name + "' has " + info.elements() + " elements, needed are " + into.size());
        }
        long done = 0;
        for (ByteBuffer chunk : stored.chunks(name)) {
            for (int from = 0; from < chunk.limit(); from += PIECE) {
                try (NDManager scope = manager.newSubManager()) {
                    int count = Math.min(PIECE, chunk.limit() - from);
                    NDArray bytes = scope.create(chunk.slice(from, count), new Shape(count), DataType.UINT8);
                    script.putBytes(scope, into, bytes, type, done / type.bytes());
                    done += count;
                }
            }
        }
    }
}
