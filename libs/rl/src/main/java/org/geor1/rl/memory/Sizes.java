package org.geor1.rl.memory;

import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;

/**
 * Numbers of parameters of a model.
 *
 * @param text of the language model, a tied head once
 * @param vision of the vision tower
 * @param head of the head, or of the embedding that it is tied to
 */
record Sizes(long text, long vision, long head) {

    static Sizes of(Qwen25VlConfig config) {
        long text = 0;
        long vision = 0;
        for (WeightNames.Weight weight : WeightNames.expected(config)) {
            long size = weight.shape().stream().reduce(1L, Math::multiplyExact);
            if (weight.name().startsWith("visual.")) {
                vision += size;
            } else {
                text += size;
            }
        }
        return new Sizes(
                text, vision, (long) config.text().vocabSize() * config.text().hiddenSize());
    }

    long all() {
        return text + vision;
    }
}
