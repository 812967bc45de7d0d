package org.geor1.gazetteer.answer;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.geor1.geo.answer.AnswerPlace;

/** {@code Lisbon}, {@code Lisbon, Portugal} or {@code Portland, Oregon, USA}, each in one line or several, and nothing else. */
final class NameFormat implements PlaceFormat {

    private final PlaceNaming naming;

    NameFormat(PlaceNaming naming) {
        this.naming = naming;
    }

    @Override
    public Optional<PlaceAnswer> read(String text) {
        List<String> parts = AnswerPlace.of(text, true).stream()
                .flatMap(place -> Stream.of(place.text().split("[,\\n]")))
                .map(part -> part.strip().replaceAll("\\.$", ""))
                .filter(part -> !part.isEmpty())
                .toList();
        return Optional.ofNullable(naming.of(Format.NAME, parts));
    }
}
