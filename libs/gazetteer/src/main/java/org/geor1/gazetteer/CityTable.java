package org.geor1.gazetteer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All cities by folded name, the largest first. */
final class CityTable {
    private final List<City> cities = new ArrayList<>(35_000);
    private final Map<String, List<City>> byName = new HashMap<>(400_000);

    CityTable() {
        Resources.rows("cities.tsv.gz", this::add);
        byName.replaceAll((name, found) -> List.copyOf(found));
    }

    List<City> cities() {
        return cities;
    }

    List<City> named(String name) {
        return byName.getOrDefault(Names.fold(name), List.of());
    }

    private void add(String[] row) {
        Position position = new Position(Double.parseDouble(row[4]), Double.parseDouble(row[5]));
        City city = new City(row[0], row[1].intern(), row[2].intern(), Long.parseLong(row[3]), position);
        cities.add(city);
        index(city, city.name());
        if (!row[6].isEmpty()) {
            for (String name : row[6].split("\\|")) {
                index(city, name);
            }
        }
    }

    private void index(City city, String name) {
        List<City> found = byName.computeIfAbsent(Names.fold(name), key -> new ArrayList<>(1));
        if (!found.contains(city)) {
            found.add(city);
        }
    }
}
