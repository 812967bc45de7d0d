package org.geor1.vlm.tokenizer;

import java.nio.file.Path;

/** A small vocabulary for the kind of text the project handles. */
public final class TestTokenizers {

    private TestTokenizers() {}

    /** Trains a tokenizer with 384 ids and writes its files into {@code directory}. */
    public static BpeVocabulary write(Path directory) {
        BpeVocabulary vocabulary = new BpeTrainer()
                .add("system\nYou are a helpful assistant.", 50)
                .add("user\nassistant\n", 50)
                .add("<think>There is a lake to the north and a forest to the south.</think>\n<answer>C</answer>", 40)
                .add("Which tile matches the panorama? A: B: C: D: E:", 30)
                .train(384, 2);
        TokenizerWriter.write(directory, vocabulary, 4096);
        return vocabulary;
    }
}
