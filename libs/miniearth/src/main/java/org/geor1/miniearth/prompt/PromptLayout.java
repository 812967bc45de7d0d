package org.geor1.miniearth.prompt;

import java.util.List;
import org.geor1.miniearth.Cues;

/**
 * How images and their labels stand in a prompt. A tile's letter stands before it, where the image's tokens can look it
 * up, and after it, where the letter's own token has seen the image. With either alone no trial run bound letters to tiles.
 */
public final class PromptLayout {

    /** Stands where an image goes, as in the JSONL layout of the paper's data. */
    public static final String IMAGE = "<image>";

    /** Asks for the tile of a place. */
    public static final String WHICH_TILE = "which tile shows this place?";

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
        return "panorama:" + IMAGE;
    }

    /** Labelled tiles. */
    public static String tiles(List<String> labels) {
        StringBuilder text = new StringBuilder("tiles:");
        labels.forEach(label ->
                text.append(label).append(':').append(IMAGE).append(label).append(';'));
        return text.toString();
    }
}
