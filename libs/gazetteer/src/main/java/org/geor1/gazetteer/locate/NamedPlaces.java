package org.geor1.gazetteer.locate;

import java.util.Optional;
import org.geor1.gazetteer.answer.FoundPlace;
import org.geor1.gazetteer.answer.PlaceAnswer;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.geo.geodesy.NamedPlace;
import org.geor1.geo.geodesy.PlaceNames;

/** Places of a planet whose models answer with a city's name and nothing else. */
public final class NamedPlaces implements Places {

    private final PlaceNames names;

    public NamedPlaces(PlaceNames names) {
        this.names = names;
    }

    @Override
    public String planet() {
        return names.planet();
    }

    @Override
    public ReadPlace read(String completion) {
        Optional<NamedPlace> place = ThinkAnswer.parse(completion).answer().flatMap(names::find);
        return place.map(NamedPlaces::found)
                .map(found -> new ReadPlace(PlaceAnswer.Format.NAME.key(), found))
                .orElseGet(() -> new ReadPlace(ReadPlace.UNPARSED, null));
    }

    private static ReadPlace.Found found(NamedPlace place) {
        return new ReadPlace.Found(place.position(), place.city(), place.country(), null, FoundPlace.By.NAME.key());
    }
}
