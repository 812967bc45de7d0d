package org.geor1.miniearth.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.City;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.cot.CotDataEngine;
import org.geor1.miniearth.cot.CotQuestion;
import org.geor1.miniearth.render.View;
import org.geor1.miniearth.style.Climate;
import org.geor1.miniearth.style.DrivingSide;
import org.geor1.miniearth.style.Swatch;

/** The words that Mini-Earth texts are made of. */
public final class MiniEarthText {
    public static final List<String> DIRECTIONS = words(Direction.values(), Direction::word);
    public static final List<String> FEATURES = words(Feature.values(), Feature::word);
    public static final List<String> CLIMATES = words(Climate.values(), Climate::word);
    public static final List<String> GROUNDS = words(Climate.values(), Climate::ground);
    public static final List<String> SIDES = words(DrivingSide.values(), DrivingSide::word);
    public static final List<String> COLOURS = words(Swatch.values(), Swatch::word);

    /** Words that only perception questions use, besides directions and features. */
    private static final List<String> PERCEPTION_QUESTIONS =
            List.of(" panorama. which cues?", " describe A.", " which city is this?", " which tile fits?", " same?");

    private static final PromptStyle NANO = PromptStyles.named("nano");

    private MiniEarthText() {}

    /** For example {@code north lake, east forest, south towers, west field}. */
    public static String describe(Place place) {
        return place.cues().describe();
    }

    /**
     * Sentences that together hold every word Mini-Earth text can use, for training a tokenizer: all
     * prompts, all cue phrases, the single words, and true exemplars of every kind for every city.
     */
    public static List<String> corpus(MiniEarth earth) {
        Set<String> corpus = new LinkedHashSet<>();
        for (int k = 2; k <= Question.MAX_CANDIDATES; k++) {
            corpus.add(NANO.prompt(new Question.Pairing(k)));
            corpus.add("<answer>" + (char) ('A' + k - 1) + "</answer>");
        }
        corpus.add("<answer>A</answer>");
        corpus.addAll(PERCEPTION_QUESTIONS);
        for (String feature : FEATURES) {
            DIRECTIONS.forEach(direction -> corpus.add(direction + " " + feature));
        }
        Stream.of(DIRECTIONS, FEATURES, CLIMATES, GROUNDS, SIDES, COLOURS).forEach(corpus::addAll);
        CotDataEngine engine = new CotDataEngine(earth, earth.seed());
        for (City city : earth.cities()) {
            Place place = earth.place(city, MiniEarth.JUNCTIONS / 2, MiniEarth.JUNCTIONS / 2);
            corpus.add(describe(place));
            for (CotQuestion question : questions(place)) {
                for (View view : View.values()) {
                    corpus.add(NANO.prompt(question.asked(view)));
                    corpus.add(engine.exemplar(place, view, question).completion());
                }
            }
        }
        return List.copyOf(corpus);
    }

    private static List<CotQuestion> questions(Place place) {
        List<CotQuestion> questions = new ArrayList<>();
        for (CotQuestion.Kind kind : CotQuestion.Kind.values()) {
            switch (kind) {
                case LIES ->
                    Stream.of(Direction.values()).map(CotQuestion::lies).forEach(questions::add);
                case FITS -> {
                    questions.add(CotQuestion.fits('A', place.cues()));
                    questions.add(CotQuestion.fits('A', turned(place.cues())));
                }
                default -> questions.add(new CotQuestion(kind));
            }
        }
        return questions;
    }

    private static Cues turned(Cues cues) {
        return new Cues(cues.east(), cues.south(), cues.west(), cues.north());
    }

    private static <E> List<String> words(E[] values, Function<E, String> word) {
        return Stream.of(values).map(word).toList();
    }
}
