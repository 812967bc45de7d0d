package org.geor1.miniearth.perception;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.cot.Elimination;

/**
 * Questions of several choices that nothing answers: they are about words that mean nothing. A model that follows instructions
 * answers in the form that was asked for all the same, and its letters are even. The panorama distracts: no tile is of its place.
 */
final class Guess {

    /** What is asked in training. */
    private static final List<String> FRAMES = List.of(
            "which tile is %s?", "which tile has %s?", "which tile shows %s?", "which one %s?", "which letter is %s?");

    /** What is asked of a base that is finished: whether it answers what it was never asked. */
    private static final List<String> UNSEEN_FRAMES = List.of("which tile comes %s?", "which of these %s?");

    private static final List<String> SYLLABLES =
            List.of("ba", "do", "ki", "lu", "me", "ni", "po", "ra", "su", "te", "vi", "zo");

    private static final String NOTHING = "knowledge: nothing here tells";

    /** Share of questions about the panorama. */
    private static final double PANORAMA = 0.6;

    /** Share of those whose answer compares every tile with the panorama before it guesses. */
    private static final double CAREFUL = 0.1;

    private Guess() {}

    /** A question for training. */
    static Turn ask(Scene scene, SeedStream random) {
        return ask(scene, random, FRAMES);
    }

    /** A question in words that no training has. */
    static Turn unseen(Scene scene, SeedStream random) {
        return ask(scene, random, UNSEEN_FRAMES);
    }

    private static Turn ask(Scene scene, SeedStream random, List<String> frames) {
        String letter = String.valueOf(random.pick(scene.letters()));
        String question = random.pick(frames).formatted(word(random));
        String conclusion = ". conclusion: " + letter + ".";
        Place panorama = scene.panorama();
        if (panorama == null || !random.chance(PANORAMA)) {
            return new Turn(Turn.Kind.GUESS, " " + question, NOTHING + conclusion, letter);
        }
        String cues = "cues: " + MiniEarthWords.describe(panorama, List.of(Direction.values())) + ". ";
        String thought = random.chance(CAREFUL)
                ? "knowledge: " + Elimination.RULE + ". evidence: " + evidence(scene, panorama)
                : NOTHING;
        return new Turn(Turn.Kind.GUESS, " panorama. " + question, cues + thought + conclusion, letter);
    }

    private static String evidence(Scene scene, Place panorama) {
        return IntStream.range(0, scene.tiles().size())
                .mapToObj(index -> scene.letters().get(index) + " "
                        + Elimination.hold(
                                scene.tiles().get(index).cues(),
                                panorama.cues(),
                                List.of(Direction.values())))
                .collect(Collectors.joining("; "));
    }

    private static String word(SeedStream random) {
        return IntStream.range(0, 2 + random.nextInt(2))
                .mapToObj(syllable -> random.pick(SYLLABLES))
                .collect(Collectors.joining());
    }
}
