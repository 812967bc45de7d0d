package org.geor1.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.geor1.benchmarks.PairingWorkload;
import org.geor1.vlm.ChatPrompt;

/** Prompts of all kinds: some recur, some share a prefix, most are new. */
final class Prompts {

    private static final int QUESTIONS = 12;
    private static final int POPULAR = 16;
    private static final String[] WORDS = {
        "the",
        "panorama",
        "shows",
        "a",
        "river",
        "north",
        "of",
        "city",
        "tile",
        "B",
        "road",
        "answer",
        "<think>",
        "C",
        "coast",
        "\n",
        "é",
        "東京",
        "🌍",
        "<|im_end|>",
        "42.5",
        "hills",
        "and",
        "which"
    };

    private final List<ChatPrompt> questions;
    private final List<ChatPrompt> popular = new ArrayList<>();
    private final String shared;

    /** Draws the prompts that recur. */
    Prompts(SplittableRandom random) {
        questions = PairingWorkload.of(QUESTIONS, 1, 1).requests().stream()
                .map(request -> request.prompt())
                .toList();
        shared = words(random, 300);
        for (int i = 0; i < POPULAR; i++) {
            popular.add(fresh(random));
        }
    }

    ChatPrompt next(SplittableRandom random) {
        return random.nextInt(3) == 0 ? popular.get(random.nextInt(POPULAR)) : fresh(random);
    }

    private ChatPrompt fresh(SplittableRandom random) {
        return switch (random.nextInt(8)) {
            case 0 -> questions.get(random.nextInt(QUESTIONS));
            case 1 -> oneImage(random);
            case 2 -> text(words(random, 100 + random.nextInt(300)));
            case 3 -> text(shared + words(random, 1 + random.nextInt(60)));
            case 4 -> text("");
            default -> text(words(random, 1 + random.nextInt(20)));
        };
    }

    private ChatPrompt oneImage(SplittableRandom random) {
        List<ChatPrompt.Part> images = questions.get(random.nextInt(QUESTIONS)).parts().stream()
                .filter(ChatPrompt.Image.class::isInstance)
                .toList();
        return ChatPrompt.of(
                images.get(random.nextInt(images.size())), new ChatPrompt.Text(words(random, 1 + random.nextInt(8))));
    }

    private static ChatPrompt text(String text) {
        return ChatPrompt.of(new ChatPrompt.Text(text));
    }

    static String words(SplittableRandom random, int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return text.toString();
    }
}
