package org.geor1.teacher.prompt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.geor1.data.Place;
import org.geor1.data.Row;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Continent;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.DrivingSide;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Language;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is known of a photo.
 *
 * @param position null if the dataset has none
 * @param country null if neither dataset nor position tells
 * @param city its name, or empty
 * @param others what else the dataset says
 */
public record Facts(@Nullable Position position, @Nullable Country country, String city, Map<String, String> others) {

    private static final double BORDER_METRES = 50_000;
    private static final double CITY_METRES = 10_000;
    private static final int MOST_OTHERS = 20;
    private static final int MOST_LETTERS = 200;
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Empty if the dataset says nothing of the place, or names a country that is none. */
    public static Optional<Facts> of(Row.Sample sample, Gazetteer gazetteer) {
        Place place = sample.place();
        if (place == null) {
            return Optional.empty();
        }
        org.geor1.data.Position at = place.position();
        Position position = at == null ? null : new Position(at.latitude(), at.longitude());
        String named = text(place.country());
        Optional<Country> country = named.isEmpty()
                ? Optional.ofNullable(position).flatMap(p -> gazetteer.country(p, BORDER_METRES))
                : gazetteer.country(named);
        if (country.isEmpty() && (!named.isEmpty() || position == null)) {
            return Optional.empty();
        }
        String city = text(place.city());
        if (city.isEmpty() && position != null) {
            City nearest = gazetteer.nearestCity(position);
            city = nearest.position().distanceMetres(position) <= CITY_METRES ? nearest.name() : "";
        }
        return Optional.of(new Facts(position, country.orElse(null), city, sample.metadata()));
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name.strip();
    }

    /** For the fact check. */
    public Exemplar exemplar(String id, String text) {
        return new Exemplar(id, text, position, country == null ? "" : country.code(), city);
    }

    /**
     * As JSON, at most twenty short values of the dataset's own. Lists and objects are left out: those of a pairing question
     * are its candidates, of which the teacher must not speak.
     */
    public String json() {
        Map<String, Object> known = new LinkedHashMap<>();
        if (position != null) {
            known.put("latitude", position.latitude());
            known.put("longitude", position.longitude());
        }
        if (!city.isEmpty()) {
            known.put("city", shortened(city));
        }
        if (country != null) {
            known.put("country", country.name());
            known.put(
                    "continent",
                    country.continents().stream().map(Continent::title).toList());
            known.put("languages", languages(country));
            known.put("drives_on", side(country).orElse("unknown"));
        }
        Map<String, String> more = others.entrySet().stream()
                .filter(entry -> !entry.getValue().matches("(?s)\\s*(\\[.*]|\\{.*})\\s*"))
                .limit(MOST_OTHERS)
                .collect(Collectors.toMap(
                        entry -> shortened(entry.getKey()),
                        entry -> shortened(entry.getValue()),
                        (one, other) -> one,
                        LinkedHashMap::new));
        if (!more.isEmpty()) {
            known.put("dataset", more);
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(known).replace("\r\n", "\n");
    }

    /** "left" or "right", where there are roads. */
    static Optional<String> side(Country country) {
        DrivingSide side = country.drivingSide();
        return side == null ? Optional.empty() : Optional.of(side == DrivingSide.LEFT ? "left" : "right");
    }

    private static List<String> languages(Country country) {
        return country.languages().stream().map(Language::name).limit(3).toList();
    }

    private static String shortened(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MOST_LETTERS ? line : line.substring(0, MOST_LETTERS) + "…";
    }
}
