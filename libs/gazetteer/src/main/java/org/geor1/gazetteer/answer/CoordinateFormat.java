package org.geor1.gazetteer.answer;

import java.util.Optional;
import org.geor1.gazetteer.Position;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.geor1.geo.answer.AnswerPosition;

/** A pair of coordinates ({@link AnswerPosition} has the forms), among words or not, if there is no second one. */
final class CoordinateFormat implements PlaceFormat {

    @Override
    public Optional<PlaceAnswer> read(String text) {
        return AnswerPosition.of(text, true)
                .map(position -> position.point()
                        .map(point -> new PlaceAnswer(
                                Format.COORDINATES,
                                new Position(point.latitude(), point.longitude()),
                                null,
                                null,
                                null))
                        .orElseGet(PlaceAnswer::unparsed));
    }
}
