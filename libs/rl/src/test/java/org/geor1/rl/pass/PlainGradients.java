package org.geor1.rl.pass;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.ImageBatch;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.torch.TorchScript;

/** The GRPO objective of one completion and its gradients, by automatic differentiation of a plain forward pass. */
public final class PlainGradients implements AutoCloseable {

    private final QwenModel model;
    private final TorchScript script;

    /** @param model in fp32, whose weights require gradients */
    public PlainGradients(TrainingModel training) {
        this.model = training.model();
        this.script =
                TorchScript.compile(TrainingScripts.source(model).add(PlainGradients.class, "plain.py"), Device.cpu());
    }

    /**
     * @param trainVision whether to compute the tower's gradients
     * @return the outputs of {@link TrainScript#grpo} without the timing, then one gradient for each trained tensor
     */
    public NDList of(NDManager scope, PrefixPrompt prompt, int[] completion, GrpoTerms terms, boolean trainVision) {
        int length = prompt.ids().length;
        int[] ids = Arrays.copyOf(prompt.ids(), length + completion.length);
        System.arraycopy(completion, 0, ids, length, completion.length);
        int[][] positions = new int[3][];
        for (int axis = 0; axis < 3; axis++) {
            positions[axis] = Arrays.copyOf(prompt.positions()[axis], ids.length);
            for (int i = 0; i < completion.length; i++) {
                positions[axis][length + i] = prompt.nextPosition() + i;
            }
        }
        PromptBatch whole =
                PromptBatch.of(scope, model.config(), List.of(new PrefixPrompt(ids, prompt.images(), positions, 0)));
        ImageBatch images = whole.images();
        NDArray picks = scope.create(
                LongStream.range(length - 1, length - 1 + completion.length).toArray());
        return script.callWithGradients(
                scope,
                "plain_gradients",
                model.weights().text(),
                model.weights().vision(),
                scope.create(new long[] {
                    model.weights().textParameters().size(),
                    trainVision ? model.weights().vision().size() : 0
                }),
                images.tensors(),
                images.whole(),
                images.window(),
                whole.tensors(),
                List.of(picks, longs(scope, completion)),
                terms.tensors(scope));
    }

    private static NDArray longs(NDManager scope, int[] values) {
        return scope.create(Arrays.stream(values).asLongStream().toArray());
    }

    @Override
    public void close() {
        script.close();
    }
}
