package org.geor1.benchmarks.peer;

import java.nio.file.Path;
import java.util.List;
import org.geor1.benchmarks.files.RandomCheckpoint;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;

/**
 * Random models with the shipped tokenizer, by the names of the command line. The meaning of tokens does not affect
 * speed, only their number does.
 */
public enum ModelSize {
    /** The sizes of the shipped model, 1.0 M parameters. */
    nano(128, 256, 4, 4, 2, 768, List.of(4, 6, 6), 64, 160, 3, 2),
    /** 105 M parameters. */
    small(640, 2560, 12, 10, 2, 16384, List.of(8, 12, 12), 384, 1536, 8, 6),
    /** 0.6 G parameters. */
    medium(1280, 5120, 20, 20, 4, 16384, List.of(8, 12, 12), 768, 3072, 12, 12);

    private final int hidden;
    private final int intermediate;
    private final int layers;
    private final int heads;
    private final int kvHeads;
    private final int vocabulary;
    private final List<Integer> mropeSection;
    private final int visionHidden;
    private final int visionIntermediate;
    private final int visionDepth;
    private final int visionHeads;

    ModelSize(
            int hidden,
            int intermediate,
            int layers,
            int heads,
            int kvHeads,
            int vocabulary,
            List<Integer> mropeSection,
            int visionHidden,
            int visionIntermediate,
            int visionDepth,
            int visionHeads) {
        this.hidden = hidden;
        this.intermediate = intermediate;
        this.layers = layers;
        this.heads = heads;
        this.kvHeads = kvHeads;
        this.vocabulary = vocabulary;
        this.mropeSection = mropeSection;
        this.visionHidden = visionHidden;
        this.visionIntermediate = visionIntermediate;
        this.visionDepth = visionDepth;
        this.visionHeads = visionHeads;
    }

    /** Writes the checkpoint into {@code directory}; the same weights every time. */
    public void write(Path directory) {
        RandomCheckpoint.write(config(RandomCheckpoint.shipped()), directory);
    }

    private Qwen25VlConfig config(Qwen25VlConfig shipped) {
        int last = visionDepth - 1;
        return new Qwen25VlConfig(
                new Qwen25VlConfig.Text(
                        hidden,
                        intermediate,
                        layers,
                        heads,
                        kvHeads,
                        vocabulary,
                        1e-6,
                        new Qwen25VlConfig.Rope(1e6, mropeSection),
                        4096,
                        true),
                new Qwen25VlConfig.Vision(
                        visionDepth,
                        visionHidden,
                        visionIntermediate,
                        visionHeads,
                        hidden,
                        shipped.vision().patches(),
                        112,
                        List.of(last)),
                shipped.tokens(),
                "float32");
    }
}
