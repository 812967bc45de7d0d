package org.geor1.factcheck.check;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.geor1.factcheck.claim.Claim;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.factcheck.claim.Money;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Continent;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Language;
import org.geor1.gazetteer.Names;
import org.geor1.gazetteer.Position;
import org.jspecify.annotations.Nullable;

/** Says of a claim what is true instead, if it is certainly false. */
final class Judge {
    /** So near to a city people say that they are in it. */
    private static final double CITY_METRES = 30_000;

    private static final long METROPOLIS = 300_000;
    /** Shorter other names match by chance: in pinyin, Paris is Bali. */
    private static final int LONG_NAME = 5;

    private static final double SEASIDE_METRES = 100_000;
    /** The map is good to a few kilometres only. */
    private static final double INLAND_METRES = 3_000;
    /** On the equator or a meridian either side may be said. */
    private static final double MARGIN_DEGREES = 0.3;

    private final Gazetteer gazetteer;
    private final Map<String, double[]> extents = new HashMap<>();

    Judge(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        for (City city : gazetteer.cities()) {
            double[] extent = extents.computeIfAbsent(city.country(), code -> new double[] {90, -90, 180, -180});
            extent[0] = Math.min(extent[0], city.position().latitude());
            extent[1] = Math.max(extent[1], city.position().latitude());
            extent[2] = Math.min(extent[2], city.position().longitude());
            extent[3] = Math.max(extent[3], city.position().longitude());
        }
    }

    /** What is true instead, or empty if the claim is true or cannot be told. */
    Optional<String> correction(Claim claim, Truth truth) {
        if (claim.kind() == ClaimKind.PLACE) {
            return place(claim, truth);
        }
        if (claim.subjects().isEmpty()) {
            return correction(claim, truth, truth.country(), truth.position());
        }
        // Of several countries each must be as claimed.
        for (Country subject : claim.subjects()) {
            Position position = subject.equals(truth.country()) ? truth.position() : null;
            Optional<String> correction = correction(claim, truth, subject, position);
            if (correction.isPresent()) {
                return correction;
            }
        }
        return Optional.empty();
    }

    private Optional<String> correction(
            Claim claim, Truth truth, @Nullable Country country, @Nullable Position position) {
        if (claim.kind() == ClaimKind.HEMISPHERE) {
            return hemisphere(claim, country, position);
        }
        return country == null ? Optional.empty() : ofCountry(claim, country, position);
    }

    private Optional<String> ofCountry(Claim claim, Country country, @Nullable Position position) {
        return switch (claim.kind()) {
            case COUNTRY ->
                when(
                        gazetteer
                                .country(claim.value())
                                .filter(named -> named.sameState(country))
                                .isEmpty(),
                        country.name());
            case CONTINENT -> when(!Regions.has(claim.value(), country), continent(country));
            case CLIMATE ->
                ClimateJudge.objection(claim.value(), country, claim.subjects().isEmpty() ? position : null);
            case COAST -> coast(claim, country, position);
            case DRIVING_SIDE -> {
                String side = country.drivingSide() == null
                        ? claim.value()
                        : country.drivingSide().name().toLowerCase(Locale.ROOT);
                yield when(!side.equals(claim.value()), side);
            }
            case LANGUAGE -> language(claim, country);
            case SCRIPT ->
                when(
                        !country.scripts().isEmpty() && !country.scripts().contains(claim.value()),
                        listed(country.scripts().stream().sorted().toList()));
            case CURRENCY ->
                Money.isPaid(claim.value(), country, gazetteer)
                        .filter(paid -> !paid)
                        .map(paid -> Money.name(country));
            default -> throw new IllegalStateException(claim.kind() + " is no fact of a country");
        };
    }

    private Optional<String> place(Claim claim, Truth truth) {
        String[] parts = claim.value().split(", ", 2);
        List<City> cities = gazetteer.cities(parts[0]).stream()
                .filter(city -> parts.length == 1 || gazetteer.inRegion(city, parts[1]))
                .toList();
        boolean unknown = truth.city().isEmpty() && truth.position() == null;
        boolean named = parts.length == 1 && Names.fold(parts[0]).equals(Names.fold(truth.city()));
        return when(
                !unknown && !named && isCity(claim, cities, truth) && !truth.isNear(cities, CITY_METRES),
                truth.city().isEmpty() ? "another place" : truth.city());
    }

    /**
     * Whether the name is that of a city for certain. The gazetteer knows no islands and provinces, but many have the name
     * of some small town elsewhere, as Bali has.
     */
    private boolean isCity(Claim claim, List<City> cities, Truth truth) {
        Country within =
                claim.subjects().isEmpty() ? truth.country() : claim.subjects().get(0);
        boolean known = within != null
                && cities.stream().anyMatch(city -> city.country().equals(within.code()));
        String name = Names.fold(claim.value().split(", ", 2)[0]);
        long largest = cities.stream()
                .filter(city -> name.length() >= LONG_NAME || name.equals(Names.fold(city.name())))
                .mapToLong(City::population)
                .max()
                .orElse(0);
        return known || largest >= METROPOLIS;
    }

    private Optional<String> hemisphere(Claim claim, @Nullable Country country, @Nullable Position position) {
        double[] extent;
        if (claim.subjects().isEmpty() && position != null) {
            extent =
                    new double[] {position.latitude(), position.latitude(), position.longitude(), position.longitude()};
        } else if (country != null && extents.containsKey(country.code())) {
            extent = extents.get(country.code());
        } else {
            return Optional.empty();
        }
        return switch (claim.value()) {
            case "northern" -> when(extent[1] < -MARGIN_DEGREES, "southern");
            case "southern" -> when(extent[0] > MARGIN_DEGREES, "northern");
            case "eastern" -> when(extent[3] < -MARGIN_DEGREES, "western");
            default -> when(extent[2] > MARGIN_DEGREES, "eastern");
        };
    }

    private Optional<String> coast(Claim claim, Country country, @Nullable Position position) {
        // On the Caspian both may be said.
        boolean arguable = List.of("KZ", "TM", "AZ", "UZ").contains(country.code());
        boolean photo = claim.subjects().isEmpty();
        return switch (claim.value()) {
            case "landlocked" -> when(!country.landlocked() && !arguable, country.name() + " has a coast");
            case "coast" -> when(country.landlocked() && !arguable, country.name() + " is landlocked");
            case "seaside" ->
                country.landlocked() && !arguable
                        ? Optional.of(country.name() + " is landlocked")
                        : when(
                                photo
                                        && position != null
                                        && Double.isInfinite(gazetteer.coastMetres(position, SEASIDE_METRES))
                                        && !arguable,
                                "more than 100 km from the sea");
            default ->
                when(
                        photo && position != null && Double.isFinite(gazetteer.coastMetres(position, INLAND_METRES)),
                        "by the sea");
        };
    }

    private static Optional<String> language(Claim claim, Country country) {
        boolean onSigns = claim.value().equals("English")
                && claim.words().end() == claim.valueSpan().end();
        boolean spoken =
                country.languages().stream().anyMatch(known -> known.name().equals(claim.value()));
        return when(
                !country.languages().isEmpty() && !spoken && !onSigns,
                listed(country.languages().stream().map(Language::name).limit(4).toList()));
    }

    private static String continent(Country country) {
        return country.continents().stream().map(Continent::title).findFirst().orElse("");
    }

    private static String listed(List<String> names) {
        return names.stream().collect(Collectors.joining(", "));
    }

    private static Optional<String> when(boolean violated, String actual) {
        return violated ? Optional.of(actual) : Optional.empty();
    }
}
