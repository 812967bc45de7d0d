package org.geor1.benchmarks.parity;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.benchmarks.parity.golden.OwnRounding;
import org.geor1.rl.pass.BranchBatch;
import org.geor1.rl.pass.BranchBatch.Branch;
import org.geor1.rl.pass.TrainingModel;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Packing;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.model.input.PromptBatch;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.tokenizer.template.ChatMessage;

/**
 * Completions of the engine: greedy ids, and log-probabilities compared with the trainer's forward pass and with other
 * batches.
 */
final class GenerationChecks {

    private static final int GREEDY_TOKENS = 128;
    private static final int SAMPLED_TOKENS = 48;
    private static final int SAMPLES = 3;
    private static final double TEMPERATURE = 1.0;

    private GenerationChecks() {}

    static List<Check> of(Goldens goldens, String checkpoint) {
        return of(goldens, goldens, checkpoint);
    }

    /** @param forwards the checkpoint of the trainer's forward pass */
    static List<Check> of(Goldens goldens, Goldens forwards, String checkpoint) {
        Map<String, ChatPrompt> prompts = new LinkedHashMap<>();
        goldens.cases().forEach((name, messages) -> prompts.put(name, conversation(messages)));
        List<Check> checks = new ArrayList<>(of(goldens, forwards, checkpoint, prompts, Packing.NONE, ""));
        // The shipped model has no matrix that the engine would pack, and its log-probs are the most sensitive.
        if (!checkpoint.equals(Goldens.NANO)) {
            checks.addAll(of(goldens, forwards, checkpoint, prompts, ModelChecks.EVERYTHING, "packed, "));
        }
        return checks;
    }

    private static List<Check> of(
            Goldens goldens,
            Goldens forwards,
            String checkpoint,
            Map<String, ChatPrompt> prompts,
            Packing packing,
            String prefix) {
        // Two engines, so that a request drawn alone does not find its own cached prefix.
        try (QwenRolloutEngine engine = open(goldens.checkpoint(checkpoint), packing);
                QwenRolloutEngine alone = open(goldens.checkpoint(checkpoint), packing)) {
            List<Check> checks = new ArrayList<>();
            checks.add(new Check(
                    checkpoint,
                    prefix + "greedy ids, KV cache, prompts together",
                    0,
                    greedy(goldens, checkpoint, engine, prompts)));
            checks.addAll(sampled(
                    goldens, forwards, checkpoint, engine, alone, List.copyOf(prompts.values()), packing, prefix));
            return checks;
        }
    }

    private static QwenRolloutEngine open(Path checkpoint, Packing packing) {
        return QwenRolloutEngine.serve(
                checkpoint,
                () -> QwenModel.load(checkpoint, Device.cpu(), Precision.FP32, packing),
                0,
                EngineOptions.DEFAULT,
                EngineObserver.NONE);
    }

    private static ChatPrompt conversation(List<ChatMessage> messages) {
        String system = null;
        List<ChatPrompt.Turn> earlier = new ArrayList<>();
        int at = 0;
        if (messages.get(0).role() == ChatMessage.Role.SYSTEM) {
            system = text(messages.get(at++));
        }
        for (; at < messages.size() - 1; at += 2) {
            earlier.add(new ChatPrompt.Turn(messages.get(at).parts(), text(messages.get(at + 1))));
        }
        return new ChatPrompt(system, earlier, messages.get(at).parts(), "");
    }

    private static String text(ChatMessage message) {
        return ((ChatPrompt.Text) message.parts().get(0)).text();
    }

    private static int greedy(
            Goldens goldens, String checkpoint, QwenRolloutEngine engine, Map<String, ChatPrompt> prompts) {
        List<List<Completion>> drawn = engine.generate(prompts.values().stream()
                        .map(prompt -> new GenerationRequest(prompt, 1, SamplingParams.greedy(GREEDY_TOKENS)))
                        .toList())
                .completions();
        int differing = 0;
        int at = 0;
        for (String name : prompts.keySet()) {
            try (Safetensors golden = goldens.open(checkpoint, name)) {
                differing += Distance.differing(drawn.get(at++).get(0).tokenIds(), Goldens.ints(golden, "greedy"));
            }
        }
        return differing;
    }

    private static List<Check> sampled(
            Goldens goldens,
            Goldens forwards,
            String checkpoint,
            QwenRolloutEngine engine,
            QwenRolloutEngine alone,
            List<ChatPrompt> prompts,
            Packing packing,
            String prefix) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (ChatPrompt prompt : prompts) {
            requests.add(new GenerationRequest(
                    prompt, SAMPLES, new SamplingParams(TEMPERATURE, 0, 1, SAMPLED_TOKENS, requests.size())));
        }
        List<List<Completion>> together = engine.generate(requests).completions();
        int differing = 0;
        double gap = 0;
        for (int i = 0; i < requests.size(); i++) {
            List<Completion> own =
                    alone.generate(List.of(requests.get(i))).completions().get(0);
            for (int n = 0; n < SAMPLES; n++) {
                Completion left = together.get(i).get(n);
                Completion right = own.get(n);
                differing += Distance.differing(left.tokenIds(), right.tokenIds());
                gap = Math.max(gap, Distance.max(left.logProbs(), right.logProbs()));
            }
        }
        double tolerance = OwnRounding.of(goldens, checkpoint).logProbs();
        return List.of(
                new Check(checkpoint, prefix + "sampled ids, alone and among others", 0, differing),
                new Check(checkpoint, prefix + "sampled log-probs, alone and among others", tolerance, gap),
                new Check(
                        checkpoint,
                        prefix + "sampled log-probs, engine and forward of all",
                        tolerance,
                        fromForward(forwards.checkpoint(checkpoint), packing, prompts, together)));
    }

    private static double fromForward(
            Path checkpoint, Packing packing, List<ChatPrompt> prompts, List<List<Completion>> drawn) {
        double gap = 0;
        try (VlmTokenizer tokenizer = VlmTokenizer.load(checkpoint);
                TrainingModel model =
                        TrainingModel.of(QwenModel.load(checkpoint, Device.cpu(), Precision.FP32, packing))) {
            PromptEncoder encoder = PromptEncoder.load(checkpoint, model.model().config(), tokenizer);
            for (int i = 0; i < prompts.size(); i++) {
                PrefixPrompt prompt = PrefixPrompt.of(encoder.encode(prompts.get(i)));
                for (Completion completion : drawn.get(i)) {
                    gap = Math.max(gap, Distance.max(completion.logProbs(), forward(model, prompt, completion)));
                }
            }
        }
        return gap;
    }

    private static float[] forward(TrainingModel model, PrefixPrompt prompt, Completion completion) {
        try (NDManager scope = model.newScope()) {
            PromptBatch batch = PromptBatch.of(scope, model.model().config(), List.of(prompt));
            List<List<Branch>> branches = List.of(List.of(new Branch(completion.tokenIds(), 0)));
            return model.score(
                            scope,
                            BranchBatch.of(scope, batch, branches),
                            model.encodeImages(scope, batch),
                            TEMPERATURE)
                    .get(0)
                    .toFloatArray();
        }
    }
}
