package org.geor1.miniearth.pairing;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.style.PromptStyle;
import org.geor1.miniearth.Place;

/**
 * One row of a VLM-R1 style data set: images, one human turn, one reply.
 *
 * @param images paths relative to the data set's folder, in the order of the {@code <image>} marks
 * @param human the prompt, with an {@code <image>} where each image goes
 * @param reply the expected reply, for pairing a letter
 */
public record ConversationRow(String id, List<String> images, String human, String reply) {
    public ConversationRow {
        images = List.copyOf(images);
    }

    /** The row of a pairing question in that style: the panorama first, then the tiles in the order of letters. */
    public static ConversationRow of(PairingQuestion question, PromptStyle style) {
        List<String> images = new ArrayList<>();
        images.add(panoramaPath(question.panorama()));
        question.candidates().forEach(place -> images.add(tilePath(place)));
        return new ConversationRow(question.id(), images, style.prompt(question.asked()), question.answer());
    }

    static String panoramaPath(Place place) {
        return "images/" + place.key() + "-panorama.png";
    }

    static String tilePath(Place place) {
        return "images/" + place.key() + "-tile.png";
    }
}
