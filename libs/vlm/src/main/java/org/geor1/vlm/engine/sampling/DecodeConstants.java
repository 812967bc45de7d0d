package org.geor1.vlm.engine.sampling;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** What every decode call is given. */
public final class DecodeConstants implements AutoCloseable {

    /** How rows are drawn that belong to no sequence. */
    public static final SamplingParams FILLING = SamplingParams.greedy(1);

    private final NDManager manager;
    private final NDManager cpu;
    private final NDArray allowed;
    private final NDArray stop;
    private final NDArray interrupt;
    private final ByteBuffer interruptBytes;
    private final int endOfTurn;

    public DecodeConstants(QwenModel model, VlmTokenizer tokenizer) {
        manager = model.newManager();
        int vocabulary = model.config().text().vocabSize();
        float[] bias = new float[vocabulary];
        for (int id : tokenizer.suppressedIds(vocabulary)) {
            bias[id] = Float.NEGATIVE_INFINITY;
        }
        allowed = manager.create(bias);
        endOfTurn = tokenizer.id(SpecialToken.IM_END);
        stop = manager.create(new long[] {endOfTurn});
        interruptBytes = ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        cpu = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
        // On the CPU the tensor is these very bytes, so the script sees what another thread writes into them.
        interrupt = cpu.create(interruptBytes, new Shape(1), DataType.INT32);
    }

    /** In the order of {@code DecodeConstants} in {@code sampler.py}. */
    List<NDArray> tensors() {
        return List.of(allowed, stop, interrupt);
    }

    public int endOfTurn() {
        return endOfTurn;
    }

    /** Lets a running call end after its present step, or the next one run on. From any thread. */
    public void interrupt(boolean now) {
        interruptBytes.putInt(0, now ? 1 : 0);
    }

    @Override
    public void close() {
        manager.close();
        cpu.close();
    }
}
