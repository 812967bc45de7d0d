package org.geor1.gazetteer.answer;

import java.util.Optional;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.geor1.geo.answer.AnswerPlace;
import org.jspecify.annotations.Nullable;

/** The lines {@code country: …} and {@code city: …}, in any order, with marks around them or not. */
final class LabelFormat implements PlaceFormat {

    @Override
    public Optional<PlaceAnswer> read(String text) {
        return AnswerPlace.of(text, true)
                .filter(place -> place.text().isEmpty())
                .map(place -> answer(JsonFormat.known(place.city()), JsonFormat.known(place.country())));
    }

    private static PlaceAnswer answer(@Nullable String city, @Nullable String country) {
        return city == null && country == null
                ? PlaceAnswer.unparsed()
                : PlaceAnswer.named(Format.LABELS, city, null, country);
    }
}
