package org.geor1.reward.component;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Names;
import org.geor1.gazetteer.Position;
import org.geor1.geo.answer.AnswerPlace;
import org.geor1.protocol.reward.RewardTruth;

/**
 * 1 when a completion answers with the true city, else 0. Names in any language are understood, and so are {@code City,
 * Country} and {@code City, Region, Country}; without a country, any city of the name is meant. Where the truth names no
 * city, the one nearest to its position is right if it is within 50 km, and so is every city within 25 km: the nearest one
 * to a suburb is often a part of the city that people name. A true name that the gazetteer does not know must be answered
 * as it is, but for case and accents.
 */
final class CityReward implements Reward {

    private static final double NEAREST_METRES = 50_000;
    private static final double AROUND_METRES = 25_000;

    private final boolean tolerant;

    /** @param tolerant whether labels, marks and other words may stand around the name */
    CityReward(boolean tolerant) {
        this.tolerant = tolerant;
    }

    /**
     * What a completion names.
     *
     * @param name of the city
     * @param region empty if there is none
     * @param country empty if there is none
     */
    private record Named(String name, String region, String country) {

        static Optional<Named> of(AnswerPlace place) {
            Named named = place.text().isEmpty() ? new Named(place.city(), "", place.country()) : ofText(place);
            return named.name.isEmpty() ? Optional.empty() : Optional.of(named);
        }

        private static Named ofText(AnswerPlace place) {
            List<String> parts = place.parts();
            // Some names have commas: Washington, D.C.
            if (parts.size() == 1 || !Gazetteer.earth().cities(place.text()).isEmpty()) {
                return new Named(place.text(), "", "");
            }
            String last = parts.get(parts.size() - 1);
            return new Named(parts.get(0), parts.size() > 2 ? parts.get(parts.size() - 2) : "", last);
        }

        /** All cities that may be meant. The last part of a text may be a region too. */
        List<City> cities() {
            Gazetteer earth = Gazetteer.earth();
            Optional<Country> within = earth.country(country);
            return earth.cities(name).stream()
                    .filter(city -> country.isEmpty()
                            || within.filter(state -> city.country().equals(state.code()))
                                    .isPresent()
                            || (region.isEmpty() && earth.inRegion(city, country)))
                    .filter(city -> region.isEmpty() || earth.inRegion(city, region) || !earth.isRegion(region))
                    .toList();
        }
    }

    @Override
    public String name() {
        return "city";
    }

    @Override
    public double score(RewardInput input) {
        return named(input).filter(named -> isRight(named, input.truth())).isPresent() ? 1 : 0;
    }

    @Override
    public double min() {
        return 0;
    }

    @Override
    public double max() {
        return 1;
    }

    @Override
    public Optional<String> parsed(RewardInput input) {
        return named(input)
                .map(named -> named.cities().stream()
                        .findFirst()
                        .map(city -> city.name() + ", " + city.country())
                        .orElse(named.name() + " (unknown to the gazetteer)"));
    }

    @Override
    public Optional<String> lacks(RewardInput input) {
        Optional<String> lack = Reward.super.lacks(input);
        RewardTruth truth = input.truth();
        return lack.isPresent()
                        || truth.city() != null
                        || Places.position(truth).filter(CityReward::hasCity).isPresent()
                ? lack
                : Optional.of("lat and lon have no city within 50 km");
    }

    private Optional<Named> named(RewardInput input) {
        return AnswerPlace.read(input.completion(), tolerant).flatMap(Named::of);
    }

    private static boolean isRight(Named named, RewardTruth truth) {
        String name = truth.city();
        Optional<Position> position = Places.position(truth);
        if (name == null) {
            return position.isPresent() && isAround(named.cities(), position.get());
        }
        List<City> known = known(name, truth);
        return known.isEmpty()
                ? sounds(named, name, truth)
                : named.cities().stream().anyMatch(known::contains);
    }

    private static boolean isAround(List<City> cities, Position position) {
        City nearest = Gazetteer.earth().nearestCity(position);
        return cities.stream().anyMatch(city -> {
            double metres = city.position().distanceMetres(position);
            return metres <= AROUND_METRES || (city.equals(nearest) && metres <= NEAREST_METRES);
        });
    }

    private static boolean hasCity(Position position) {
        return Gazetteer.earth().nearestCity(position).position().distanceMetres(position) <= NEAREST_METRES;
    }

    /** The cities that the truth may mean: the nearest of the name if it has a position, else all in its country. */
    private static List<City> known(String name, RewardTruth truth) {
        Gazetteer earth = Gazetteer.earth();
        String country = truth.country();
        List<City> cities = earth.cities(name).stream()
                .filter(city -> country == null
                        || earth.country(country)
                                .filter(state -> city.country().equals(state.code()))
                                .isPresent())
                .toList();
        return Places.position(truth)
                .map(position -> cities.stream()
                        .filter(city -> city.position().distanceMetres(position) <= NEAREST_METRES)
                        .min(Comparator.comparingDouble(city -> city.position().distanceMetres(position)))
                        .map(List::of)
                        .orElse(List.of()))
                .orElse(cities);
    }

    private static boolean sounds(Named named, String name, RewardTruth truth) {
        String country = truth.country();
        return Names.fold(named.name).equals(Names.fold(name))
                && (named.country.isEmpty()
                        || country == null
                        || Names.fold(named.country).equals(Names.fold(country)));
    }
}
