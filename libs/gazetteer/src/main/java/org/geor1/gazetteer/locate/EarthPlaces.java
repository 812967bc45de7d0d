package org.geor1.gazetteer.locate;

import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.answer.FoundPlace;
import org.geor1.gazetteer.answer.PlaceAnswer;
import org.geor1.gazetteer.answer.PlaceAnswerReader;
import org.geor1.gazetteer.answer.PlaceFinder;
import org.geor1.geo.geodesy.GeoPoint;

/** Places of the real Earth, in whatever form the model gives them. */
public final class EarthPlaces implements Places {

    // The gazetteer is read when it is first needed: most processes are never asked about the Earth.
    private final PlaceAnswerReader reader = new PlaceAnswerReader(Gazetteer::earth);
    private final PlaceFinder finder = new PlaceFinder(Gazetteer::earth);

    @Override
    public String planet() {
        return "earth";
    }

    @Override
    public ReadPlace read(String completion) {
        PlaceAnswer answer = reader.read(completion);
        return new ReadPlace(
                answer.format().key(),
                finder.find(answer).map(EarthPlaces::found).orElse(null));
    }

    private static ReadPlace.Found found(FoundPlace place) {
        return new ReadPlace.Found(
                new GeoPoint(place.position().latitude(), place.position().longitude()),
                place.city() == null ? null : place.city().name(),
                place.country() == null ? null : place.country().name(),
                place.country() == null ? null : place.country().code(),
                place.by().key());
    }
}
