package org.geor1.benchmarks.load;

import java.util.List;
import java.util.SplittableRandom;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;

/** Random requests that can be served. */
final class Draws {

    private static final List<List<String>> STOPS =
            List.of(List.of("</think>"), List.of("e", "\n"), List.of("ing", "the ", "<answer>"));
    private static final List<List<String>> CHOICES =
            List.of(List.of("A", "B"), List.of("A", "B", "C", "D", "E"), List.of("yes", "no"));

    private final Prompts prompts;

    Draws(Prompts prompts) {
        this.prompts = prompts;
    }

    GenerationRequest next(SplittableRandom random) {
        int n = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1;
        if (random.nextInt(10) == 0) {
            return new GenerationRequest(prompts.next(random), n, choosing(random));
        }
        return new GenerationRequest(prompts.next(random), n, sampling(random));
    }

    private static SamplingParams choosing(SplittableRandom random) {
        double temperature = random.nextBoolean() ? 0 : 1;
        List<String> choices = CHOICES.get(random.nextInt(CHOICES.size()));
        return new SamplingParams(temperature, 0, 1, 0, 1, 1, random.nextLong(), List.of(), choices, 0);
    }

    private static SamplingParams sampling(SplittableRandom random) {
        double temperature = random.nextInt(4) == 0 ? 0 : 0.1 + 1.2 * random.nextDouble();
        int topK = random.nextInt(4) == 0 ? 1 + random.nextInt(50) : 0;
        double topP = random.nextInt(4) == 0 ? 0.5 + 0.5 * random.nextDouble() : 1;
        double minP = random.nextInt(6) == 0 ? 0.2 * random.nextDouble() : 0;
        double penalty = random.nextInt(6) == 0 ? 0.8 + 0.5 * random.nextDouble() : 1;
        List<String> stop = random.nextInt(5) == 0 ? STOPS.get(random.nextInt(STOPS.size())) : List.of();
        int logprobs = random.nextInt(5) == 0 ? 1 + random.nextInt(20) : 0;
        return new SamplingParams(
                temperature,
                topK,
                topP,
                minP,
                penalty,
                maxTokens(random),
                random.nextLong(),
                stop,
                List.of(),
                logprobs);
    }

    /** 1 to 256, most of them short. */
    private static int maxTokens(SplittableRandom random) {
        int exponent = random.nextInt(9);
        return Math.min(256, (1 << exponent) + random.nextInt(1 << exponent));
    }
}
