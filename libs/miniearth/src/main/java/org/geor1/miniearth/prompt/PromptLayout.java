package org.geor1.miniearth.prompt;

import java.util.List;
import org.geor1.geo.style.PromptStyle;
import org.geor1.miniearth.Cues;

/** How images and their labels stand in the prompts of pretraining, which teaches the words of style {@code nano}. */
public final class PromptLayout {

    /** The request for reasoning. It stands before the question, so that the question is near its answer. */
    public static final String INSTRUCTION = "think in <think> </think>, then answer in <answer> </answer>.";

    private PromptLayout() {}

    /** Stands where an image would, in words. */
    public static String told(Cues cues) {
        return " " + cues.describe() + ".";
    }

    /** One panorama, then labelled tiles. */
    public static String panoramaAndTiles(List<String> labels) {
        return labels.isEmpty() ? panorama() : panorama() + " " + tiles(labels);
    }

    /** One panorama. */
    public static String panorama() {
        return "panorama:" + PromptStyle.IMAGE;
    }

    /** Labelled tiles. */
    public static String tiles(List<String> labels) {
        StringBuilder text = new StringBuilder("tiles:");
        labels.forEach(label -> text.append(label)
                .append(':')
                .append(PromptStyle.IMAGE)
                .append(label)
                .append(';'));
        return text.toString();
    }
}
