package org.geor1.gazetteer.answer;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.geo.answer.ThinkAnswer;

/**
 * Reads the place that a completion answers with, whatever form it has. In doubt, none: an answer that gives two places, or
 * a position that there is none of, is unparsed. Safe for any number of threads.
 */
public final class PlaceAnswerReader {

    /** No answer has more characters; longer texts are unparsed. */
    public static final int LONGEST = 20_000;

    private static final String THINK_OPEN = "<think>";
    private static final String THINK_CLOSE = "</think>";
    private static final String ANSWER_OPEN = "<answer>";

    /** The first that takes a text has it. A JSON object has lines with labels too, and a sentence may hold coordinates. */
    private final List<PlaceFormat> formats;

    /** @param gazetteer the names that are places; it is asked for when a completion is first read */
    public PlaceAnswerReader(Supplier<Gazetteer> gazetteer) {
        PlaceNaming naming = new PlaceNaming(gazetteer);
        this.formats = List.of(
                new ImageoFormat(),
                new FlatJsonFormat(),
                new LabelFormat(),
                new CoordinateFormat(),
                new NameFormat(naming),
                new ProseFormat(naming));
    }

    /** Never fails, and takes time linear in the length of the completion. */
    public PlaceAnswer read(String completion) {
        return answer(completion)
                .filter(text -> text.length() <= LONGEST)
                .flatMap(text -> formats.stream()
                        .flatMap(format -> format.read(text).stream())
                        .findFirst())
                .orElseGet(PlaceAnswer::unparsed);
    }

    /**
     * The part of a completion that is its answer: the first answer block; without one, what follows the reasoning, or the
     * whole text. Empty if the completion was cut short before it.
     */
    public static Optional<String> answer(String completion) {
        Optional<String> block = ThinkAnswer.parse(completion).answer();
        if (block.isPresent()) {
            return block.map(String::strip);
        }
        int close = completion.lastIndexOf(THINK_CLOSE);
        if (completion.contains(ANSWER_OPEN) || close < 0 && completion.contains(THINK_OPEN)) {
            return Optional.empty();
        }
        String text = close < 0 ? completion : completion.substring(close + THINK_CLOSE.length());
        return Optional.of(text.strip()).filter(answer -> !answer.isEmpty());
    }
}
