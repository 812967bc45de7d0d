package org.geor1.miniearth.gazetteer;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.miniearth.City;
import org.geor1.miniearth.MiniEarth;

/** Known cities by name and by position. */
public final class Gazetteer {
    /** A known city. */
    public record Entry(String city, String country, GeoPoint location) {}

    private final List<Entry> entries;
    private final Map<String, Entry> byName = new HashMap<>();

    /** Of entries with the same name, ignoring case, the first wins. */
    public Gazetteer(List<Entry> entries) {
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("a gazetteer needs at least one entry");
        }
        this.entries = List.copyOf(entries);
        for (Entry entry : this.entries) {
            byName.putIfAbsent(key(entry.city()), entry);
        }
    }

    /** All cities of the planet, held-out ones included. */
    public static Gazetteer fromMiniEarth(MiniEarth earth) {
        return new Gazetteer(earth.cities().stream().map(Gazetteer::entry).toList());
    }

    private static Entry entry(City city) {
        return new Entry(city.name(), city.country().name(), city.center());
    }

    /** The city of that name, ignoring case and surrounding space. */
    public Optional<Entry> find(String name) {
        return Optional.ofNullable(byName.get(key(name)));
    }

    /** The city at the shortest distance. */
    public Entry nearest(GeoPoint point) {
        return entries.stream()
                .min(Comparator.comparingDouble(entry -> entry.location().distanceMetres(point)))
                .orElseThrow();
    }

    public List<Entry> entries() {
        return entries;
    }

    private static String key(String name) {
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
