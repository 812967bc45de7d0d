package org.geor1.benchmarks.parity;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.benchmarks.parity.golden.OwnRounding;
import org.geor1.benchmarks.parity.golden.Prefixes;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.model.DecoderScript;
import org.geor1.vlm.model.Packing;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.EncodedPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** Stages of the vision tower and logits, of every case alone. */
final class ModelChecks {

    /**
     * A mean over thousands of logits hardly varies, so one that is a quarter larger indicates rounding in a wrong
     * place.
     */
    private static final double TIMES_ITS_OWN_GAP = 1.25;

    /** The engine packs only large matrices; the checkpoints here have none. */
    static final Packing EVERYTHING = new Packing(0);

    private ModelChecks() {}

    static List<Check> of(Goldens goldens, String checkpoint) {
        List<Check> checks = full(goldens, checkpoint, Packing.NONE, "");
        checks.addAll(full(goldens, checkpoint, EVERYTHING, "packed, "));
        checks.addAll(half(goldens, checkpoint));
        return checks;
    }

    private static List<Check> full(Goldens goldens, String checkpoint, Packing packing, String prefix) {
        List<Check> checks = new ArrayList<>();
        try (Forward forward = new Forward(goldens, checkpoint, Precision.FP32, packing)) {
            Map<String, Double> stages = new LinkedHashMap<>();
            double[] logits = new double[1];
            forward.eachCase((name, golden, encoded, scope, batch, features) -> {
                if (!encoded.images().isEmpty()) {
                    vision(forward.model, golden, forward.model.traceImages(scope, batch))
                            .forEach((stage, gap) -> stages.merge(stage, gap, Math::max));
                }
                logits[0] = Math.max(
                        logits[0], logitGap(golden, forward.logits(scope, batch, features), forward.vocabulary()));
            });
            OwnRounding rounding = OwnRounding.of(goldens, checkpoint);
            stages.forEach((stage, gap) -> checks.add(
                    new Check(checkpoint, prefix + "vision, " + stage + ", of scale", rounding.vision(stage), gap)));
            checks.add(new Check(checkpoint, prefix + "logits, fp32", rounding.logits(), logits[0]));
        }
        return checks;
    }

    /** For each kind of stage the largest distance, of the stage's largest value. */
    private static Map<String, Double> vision(QwenModel model, Safetensors golden, NDList stages) {
        List<Integer> full = model.config().vision().fullAttentionBlocks();
        Map<String, Double> gaps = new LinkedHashMap<>();
        for (int i = 0; i < stages.size(); i++) {
            boolean last = i == stages.size() - 1;
            String name = i == 0 ? "patch_embed" : last ? "features" : "block." + (i - 1);
            String kind = i == 0
                    ? "patch embedding"
                    : last ? "merger" : full.contains(i - 1) ? "blocks with full attention" : "blocks with windows";
            int width = (int) stages.get(i).getShape().get(1);
            float[] rows = Distance.rows(
                    stages.get(i).toFloatArray(), width, Goldens.ints(golden, "vision." + name + ".rows"));
            double scale = golden.floats("vision." + name + ".scale")[0];
            gaps.merge(kind, Distance.max(rows, golden.floats("vision." + name)) / scale, Math::max);
        }
        return gaps;
    }

    private static double logitGap(Safetensors golden, float[] logits, int vocabulary) {
        int count = logits.length / vocabulary;
        float[] sums = new float[count];
        float[] largest = new float[count];
        for (int row = 0; row < count; row++) {
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
                max = Math.max(max, logits[row * vocabulary + v]);
                sum += Math.exp(logits[row * vocabulary + v]);
            }
            sums[row] = (float) Math.log(sum);
            largest[row] = (float) max;
        }
        float[] rows = Distance.rows(logits, vocabulary, Goldens.ints(golden, "logits.rows"));
        return Math.max(
                Distance.max(rows, golden.floats("logits")),
                Math.max(
                        Distance.max(sums, golden.floats("logits.logsumexp")),
                        Distance.max(largest, golden.floats("logits.max"))));
    }

    /**
     * bf16: compares the most likely token with that of {@code transformers} in double precision where it leads
     * clearly, and the distance from its fp32.
     */
    private static List<Check> half(Goldens goldens, String checkpoint) {
        int[] counts = new int[2];
        double[] gaps = new double[2];
        OwnRounding rounding = OwnRounding.of(goldens, checkpoint);
        try (Forward forward = new Forward(goldens, checkpoint, Precision.BF16, Packing.NONE)) {
            forward.eachCase((name, golden, encoded, scope, batch, features) -> {
                float[] logits = forward.logits(scope, batch, features);
                int vocabulary = forward.vocabulary();
                int[] clear = Goldens.ints(golden, "bf16.clear");
                int[] likeliest = rounding.likeliest(name);
                int[] ours = top1(logits, vocabulary);
                for (int i = 0; i < clear.length; i++) {
                    counts[0] += clear[i] == 1 && ours[i] != likeliest[i] ? 1 : 0;
                    counts[1] += clear[i];
                }
                float[] rows = Distance.rows(logits, vocabulary, Goldens.ints(golden, "logits.rows"));
                gaps[0] += Distance.sum(rows, golden.floats("logits"));
                gaps[1] += golden.floats("bf16.gap")[0] * rows.length;
            });
        }
        return List.of(
                new Check(
                        checkpoint,
                        "bf16, of " + counts[1] + " clear likeliest tokens, changed",
                        rounding.bf16Differing(counts[1]),
                        counts[0]),
                new Check(
                        checkpoint,
                        "bf16, logit distance from fp32, of transformers' own",
                        TIMES_ITS_OWN_GAP,
                        gaps[0] / gaps[1]));
    }

    private static int[] top1(float[] logits, int vocabulary) {
        int[] best = new int[logits.length / vocabulary];
        for (int row = 0; row < best.length; row++) {
            for (int v = 1; v < vocabulary; v++) {
                if (logits[row * vocabulary + v] > logits[row * vocabulary + best[row]]) {
                    best[row] = v;
                }
            }
        }
        return best;
    }

    /** A checkpoint at one precision, run over the cases. */
    private static final class Forward implements AutoCloseable {

        private final Goldens goldens;
        private final String checkpoint;
        private final VlmTokenizer tokenizer;
        private final QwenModel model;
        private final PromptEncoder encoder;

        Forward(Goldens goldens, String checkpoint, Precision precision, Packing packing) {
            this.goldens = goldens;
            this.checkpoint = checkpoint;
            this.tokenizer = VlmTokenizer.load(goldens.checkpoint(checkpoint));
            this.model = QwenModel.load(goldens.checkpoint(checkpoint), Device.cpu(), precision, packing);
            this.encoder = PromptEncoder.load(goldens.checkpoint(checkpoint), model.config(), tokenizer);
        }

        int vocabulary() {
            return model.config().text().vocabSize();
        }

        float[] logits(NDManager scope, PromptBatch batch, NDArray features) {
            return new DecoderScript(model).logits(scope, batch, features).toFloatArray();
        }

        void eachCase(Visitor visitor) {
            goldens.cases().forEach((name, messages) -> {
                EncodedPrompt encoded = encoder.encode(messages);
                try (Safetensors golden = goldens.open(checkpoint, name);
                        NDManager scope = model.newScope()) {
                    PromptBatch batch =
                            PromptBatch.of(scope, model.config(), List.of(Prefixes.whole(encoded, new int[0])));
                    visitor.visit(name, golden, encoded, scope, batch, model.encodeImages(scope, batch));
                }
            });
        }

        @Override
        public void close() {
            model.close();
            tokenizer.close();
        }
    }

    @FunctionalInterface
    private interface Visitor {
        void visit(
                String name,
                Safetensors golden,
                EncodedPrompt encoded,
                NDManager scope,
                PromptBatch batch,
                NDArray features);
    }
}
