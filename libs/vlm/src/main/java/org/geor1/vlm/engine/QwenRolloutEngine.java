package org.geor1.vlm.engine;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.model.PrefixPrompt;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;

/** The engine on libtorch. Requests with the same number of completions are decoded together. */
public final class QwenRolloutEngine implements RolloutEngine {

    /** Completions decoded together at most; bounds the memory of one call. */
    private static final int MAX_SEQUENCES = 512;

    private final VlmTokenizer tokenizer;
    private final PromptEncoder encoder;
    private final QwenModel model;
    private final Decoder decoder;
    private long policyVersion;

    private QwenRolloutEngine(VlmTokenizer tokenizer, PromptEncoder encoder, QwenModel model, long policyVersion) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.model = model;
        this.decoder = new Decoder(model, tokenizer);
        this.policyVersion = policyVersion;
    }

    /** Loads the Hugging Face checkpoint in {@code directory}, its tokenizer and image settings with it. */
    public static QwenRolloutEngine open(Path directory, long policyVersion, Device device) {
        VlmTokenizer tokenizer = VlmTokenizer.load(directory);
        try {
            QwenModel model = QwenModel.load(directory, device);
            PromptEncoder encoder = PromptEncoder.load(directory, model.config(), tokenizer);
            return new QwenRolloutEngine(tokenizer, encoder, model, policyVersion);
        } catch (RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    @Override
    public synchronized Generation generate(List<GenerationRequest> requests) {
        List<PrefixPrompt> prompts = requests.stream()
                .map(request -> PrefixPrompt.of(encoder.encode(request.prompt())))
                .toList();
        List<List<Completion>> results = new ArrayList<>(IntStream.range(0, requests.size())
                .mapToObj(i -> List.<Completion>of())
                .toList());
        Map<Integer, List<Integer>> byCount = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            byCount.computeIfAbsent(requests.get(i).n(), n -> new ArrayList<>()).add(i);
        }
        byCount.forEach((n, members) -> {
            // Prompts of like length together: less padding.
            members.sort(Comparator.comparingInt(i -> prompts.get(i).ids().length));
            int batch = Math.max(1, MAX_SEQUENCES / n);
            for (int from = 0; from < members.size(); from += batch) {
                List<Integer> part = members.subList(from, Math.min(from + batch, members.size()));
                List<List<Completion>> drawn = decoder.decode(
                        part.stream().map(prompts::get).toList(),
                        part.stream().map(i -> requests.get(i).sampling()).toList(),
                        n);
                for (int i = 0; i < part.size(); i++) {
                    results.set(part.get(i), drawn.get(i));
                }
            }
        });
        return new Generation(policyVersion, results);
    }

    @Override
    public synchronized void swap(Path directory, long policyVersion) {
        model.replaceWeights(directory);
        this.policyVersion = policyVersion;
    }

    @Override
    public synchronized long policyVersion() {
        return policyVersion;
    }

    /** Token ids of {@code prompt}, as the model sees it. */
    public int[] promptIds(ChatPrompt prompt) {
        return encoder.encode(prompt).inputIds();
    }

    @Override
    public synchronized void close() {
        model.close();
        tokenizer.close();
    }
}
