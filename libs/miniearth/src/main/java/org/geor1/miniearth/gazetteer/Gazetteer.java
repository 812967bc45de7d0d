package org.geor1.miniearth.gazetteer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.geodesy.NamedPlace;
import org.geor1.geo.geodesy.PlaceNames;
import org.geor1.miniearth.City;
import org.geor1.miniearth.MiniEarth;

/** Mini-Earth's cities by name and by position, held-out ones included. */
public final class Gazetteer implements PlaceNames {

    private final List<NamedPlace> entries;
    private final Map<String, NamedPlace> byName = new HashMap<>();

    public Gazetteer(MiniEarth earth) {
        this.entries = earth.cities().stream().map(Gazetteer::entry).toList();
        for (NamedPlace entry : entries) {
            byName.put(entry.city(), entry);
        }
    }

    private static NamedPlace entry(City city) {
        return new NamedPlace(city.name(), city.country().name(), city.center());
    }

    @Override
    public String planet() {
        return MiniEarth.NAME;
    }

    /** The city of that name, ignoring case and surrounding space. */
    @Override
    public Optional<NamedPlace> find(String answer) {
        return Optional.ofNullable(byName.get(answer.strip().toLowerCase(Locale.ROOT)));
    }

    /** The city at the shortest distance. */
    public NamedPlace nearest(GeoPoint point) {
        return entries.stream()
                .min(Comparator.comparingDouble(entry -> entry.position().distanceMetres(point)))
                .orElseThrow();
    }
}
