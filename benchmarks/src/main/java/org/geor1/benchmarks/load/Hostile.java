package org.geor1.benchmarks.load;

import java.awt.image.BufferedImage;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.geor1.image.ImageException;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.prompt.PromptTooLongException;

/**
 * A request that must be refused, and how.
 *
 * @param make makes the request, or throws the expected refusal
 */
record Hostile(
        String name, Class<? extends RuntimeException> refusal, Function<SplittableRandom, GenerationRequest> make) {

    private static final ChatPrompt SHORT = ChatPrompt.of(new ChatPrompt.Text("Which city?"));

    /** All of them. */
    static final List<Hostile> ALL = List.of(
            wrong("max_tokens of 2^31 - 1", 1, () -> plain(Integer.MAX_VALUE, 1, 0, 1)),
            wrong("max_tokens of 0", 1, () -> plain(0, 1, 0, 1)),
            wrong("n of 0", 0, () -> plain(8, 1, 0, 1)),
            wrong("n of 10^6", 1_000_000, () -> plain(1, 1, 0, 1)),
            wrong("n and max_tokens of 2^31 - 1", Integer.MAX_VALUE, () -> plain(Integer.MAX_VALUE, 1, 0, 1)),
            wrong("temperature of NaN", 1, () -> plain(8, Double.NaN, 0, 1)),
            wrong("infinite temperature", 1, () -> plain(8, Double.POSITIVE_INFINITY, 0, 1)),
            wrong("negative temperature", 1, () -> plain(8, -1, 0, 1)),
            wrong("top_k of -1", 1, () -> plain(8, 1, -1, 1)),
            wrong("top_p of NaN", 1, () -> plain(8, 1, 0, Double.NaN)),
            wrong("top_p of 0", 1, () -> plain(8, 1, 0, 0)),
            wrong("min_p of 2", 1, () -> plain(8, 1, 0, 1).withMinP(2)),
            wrong("repetition_penalty of 0", 1, () -> plain(8, 1, 0, 1).withRepetitionPenalty(0)),
            wrong("stop of no text", 1, () -> plain(8, 1, 0, 1).withStop(List.of(""))),
            wrong("100 stops", 1, () -> plain(8, 1, 0, 1).withStop(Collections.nCopies(100, "x"))),
            wrong("logprobs of 21", 1, () -> plain(8, 1, 0, 1).withLogprobs(21)),
            wrong("a choice twice", 1, () -> SamplingParams.choosing(List.of("A", "A"))),
            wrong("choices that begin alike", 1, () -> SamplingParams.choosing(List.of("A 日", "A 本"))),
            wrong("a choice of no text", 1, () -> SamplingParams.choosing(List.of("A", ""))),
            wrong(
                    "65 choices",
                    1,
                    () -> SamplingParams.choosing(
                            IntStream.range(0, 65).mapToObj(i -> "c" + i).toList())),
            new Hostile(
                    "more text than positions",
                    PromptTooLongException.class,
                    random -> new GenerationRequest(
                            ChatPrompt.of(new ChatPrompt.Text(Prompts.words(random, 6000))), 1, plain(8, 1, 0, 1))),
            new Hostile(
                    "a picture of one row",
                    ImageException.class,
                    random -> new GenerationRequest(
                            ChatPrompt.of(new ChatPrompt.Image(new BufferedImage(3000, 1, BufferedImage.TYPE_INT_RGB))),
                            1,
                            plain(8, 1, 0, 1))));

    private static Hostile wrong(String name, int n, Supplier<SamplingParams> sampling) {
        return new Hostile(
                name, IllegalArgumentException.class, random -> new GenerationRequest(SHORT, n, sampling.get()));
    }

    private static SamplingParams plain(int maxTokens, double temperature, int topK, double topP) {
        return new SamplingParams(temperature, topK, topP, maxTokens, 1);
    }
}
