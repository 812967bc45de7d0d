package org.geor1.trainer.pretrain;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.text.MiniEarthText;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.tokenizer.BpeTrainer;
import org.geor1.vlm.tokenizer.BpeVocabulary;
import org.geor1.vlm.tokenizer.SpecialToken;
import org.geor1.vlm.tokenizer.TokenizerWriter;
import org.geor1.vlm.tokenizer.template.ChatTemplate;

/** The nano model before training: a Qwen2.5-VL of about a million parameters with a tokenizer of Mini-Earth's words. */
final class NanoBlueprint {

    private static final int VOCABULARY = 768;
    private static final int MAX_TOKENS = 4096;

    private NanoBlueprint() {}

    /** Writes configuration, tokenizer and seeded random weights into {@code directory}. */
    static void write(Path directory, long seed) {
        BpeVocabulary vocabulary = vocabulary();
        TokenizerWriter.write(directory, vocabulary, MAX_TOKENS);
        ImageSettings.published(56 * 56, 224 * 224).write(directory);
        Qwen25VlConfig config = config(vocabulary);
        ConfigWriter.write(config, directory);
        PromptStyleFile.write(directory, "nano");
        Random random = new Random(seed);
        try (QwenModel model = QwenModel.create(config, Device.cpu(), weight -> initial(weight, config, random))) {
            model.weights().save(directory);
        }
    }

    /** Words of Mini-Earth become single tokens; answer letters stay apart from the punctuation around them. */
    private static BpeVocabulary vocabulary() {
        BpeTrainer trainer = new BpeTrainer();
        // Answer letters are the only capitals. Kept out of what is merged, each is the same token wherever it stands.
        MiniEarthText.corpus(MiniEarth.standard()).forEach(text -> trainer.add(text.replaceAll("[A-J]", " "), 1));
        trainer.add("system\nuser\nassistant\n" + ChatTemplate.DEFAULT_SYSTEM, 10);
        return trainer.train(VOCABULARY, 2);
    }

    private static Qwen25VlConfig config(BpeVocabulary vocabulary) {
        return new Qwen25VlConfig(
                new Qwen25VlConfig.Text(
                        128,
                        256,
                        4,
                        4,
                        2,
                        vocabulary.size(),
                        1e-6,
                        new Qwen25VlConfig.Rope(1e4, List.of(4, 6, 6)),
                        MAX_TOKENS,
                        true),
                new Qwen25VlConfig.Vision(3, 64, 160, 2, 128, new Qwen25VlConfig.Patches(14, 2, 2, 3), 112, List.of(2)),
                new Qwen25VlConfig.TokenIds(
                        vocabulary.id(SpecialToken.IMAGE_PAD),
                        vocabulary.id(SpecialToken.VIDEO_PAD),
                        vocabulary.id(SpecialToken.VISION_START),
                        vocabulary.id(SpecialToken.VISION_END),
                        vocabulary.id(SpecialToken.END_OF_TEXT),
                        vocabulary.id(SpecialToken.IM_END)),
                "float32");
    }

    /**
     * Gaussian with the variance of a unit gain, halved on what a residual stream adds up; norms one, biases zero, the
     * tied embedding small enough for calm first logits.
     */
    private static float[] initial(WeightNames.Weight weight, Qwen25VlConfig config, Random random) {
        int size = Math.toIntExact(weight.shape().stream().reduce(1L, Math::multiplyExact));
        float[] values = new float[size];
        if (weight.shape().size() == 1) {
            Arrays.fill(values, weight.name().endsWith(".bias") ? 0 : 1);
            return values;
        }
        double std;
        if (weight.name().equals(WeightNames.EMBED_TOKENS)) {
            std = 0.05;
        } else {
            long fanIn = weight.shape().stream().skip(1).reduce(1L, Math::multiplyExact);
            boolean residual = weight.name().endsWith("o_proj.weight")
                    || weight.name().endsWith("attn.proj.weight")
                    || weight.name().endsWith("down_proj.weight");
            // A still image fills both frames of a patch with the same pixels, which doubles its amplitude.
            double frames = weight.name().contains("patch_embed")
                    ? config.vision().patches().temporal()
                    : 1;
            std = (residual ? 0.5 : 1) / Math.sqrt(fanIn * frames);
        }
        for (int i = 0; i < size; i++) {
            values[i] = (float) (std * random.nextGaussian());
        }
        return values;
    }
}
