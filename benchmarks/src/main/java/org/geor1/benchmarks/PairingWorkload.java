package org.geor1.benchmarks;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.pairing.PairingGenerator;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.geor1.rl.grpo.ScoredGroup;
import org.geor1.rl.grpo.ScoredGroup.ScoredCompletion;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;

/** Cross-view pairing prompts with k = 5, as GRPO samples them. */
public record PairingWorkload(List<GenerationRequest> requests) {

    private static final PromptStyle NANO = PromptStyles.named("nano");

    public static PairingWorkload of(int prompts, int completions, int maxTokens) {
        return of(prompts, completions, maxTokens, 1);
    }

    /**
     * @param scale factor by which the pictures are wider and higher than Mini-Earth's own; the number of tokens grows
     *     with its square
     */
    public static PairingWorkload of(int prompts, int completions, int maxTokens, int scale) {
        MiniEarth earth = MiniEarth.standard();
        MiniEarthRenderer renderer = new MiniEarthRenderer(earth);
        List<GenerationRequest> requests = new ArrayList<>();
        for (PairingQuestion question :
                new PairingGenerator(earth, 1).generate(Split.RL, 5, ConfuserMode.SAME_CITY, prompts)) {
            requests.add(new GenerationRequest(
                    prompt(question, renderer, scale),
                    completions,
                    new SamplingParams(1, 0, 1, maxTokens, requests.size())));
        }
        return new PairingWorkload(requests);
    }

    private static ChatPrompt.Image picture(BufferedImage drawn, int scale) {
        if (scale == 1) {
            return new ChatPrompt.Image(drawn);
        }
        BufferedImage larger =
                new BufferedImage(scale * drawn.getWidth(), scale * drawn.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < larger.getHeight(); y++) {
            for (int x = 0; x < larger.getWidth(); x++) {
                larger.setRGB(x, y, drawn.getRGB(x / scale, y / scale));
            }
        }
        return new ChatPrompt.Image(larger);
    }

    private static ChatPrompt prompt(PairingQuestion question, MiniEarthRenderer renderer, int scale) {
        String[] pieces = NANO.prompt(question.asked()).split(PromptStyle.IMAGE, -1);
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            parts.add(new ChatPrompt.Text(pieces[i]));
            if (i == 0) {
                parts.add(picture(renderer.panorama(question.panorama()), scale));
            } else if (i < pieces.length - 1) {
                parts.add(picture(renderer.tile(question.candidates().get(i - 1)), scale));
            }
        }
        return new ChatPrompt(null, parts);
    }

    /** The same requests with different seeds for every {@code turn}. */
    public static List<GenerationRequest> reseeded(List<GenerationRequest> requests, long turn) {
        return requests.stream()
                .map(request ->
                        new GenerationRequest(request.prompt(), request.n(), reseeded(request.sampling(), turn)))
                .toList();
    }

    private static SamplingParams reseeded(SamplingParams sampling, long turn) {
        return new SamplingParams(
                sampling.temperature(),
                sampling.topK(),
                sampling.topP(),
                sampling.maxTokens(),
                sampling.seed() + 1000L * turn);
    }

    long tokens(List<List<Completion>> completions) {
        return completions.stream()
                .flatMap(List::stream)
                .mapToLong(completion -> completion.tokenIds().length)
                .sum();
    }

    /** Rewards that vary within every group, so that every group is trained on. */
    public List<ScoredGroup> score(List<List<Completion>> completions) {
        List<ScoredGroup> groups = new ArrayList<>();
        for (int i = 0; i < completions.size(); i++) {
            List<ScoredCompletion> scored = new ArrayList<>();
            for (Completion completion : completions.get(i)) {
                scored.add(
                        new ScoredCompletion(completion.tokenIds(), completion.logProbs(), scored.size() % 2, false));
            }
            groups.add(new ScoredGroup("bench-" + i, requests.get(i).prompt(), scored));
        }
        return groups;
    }
}
