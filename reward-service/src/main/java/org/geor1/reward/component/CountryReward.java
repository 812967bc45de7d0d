package org.geor1.reward.component;

import java.util.Optional;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Names;
import org.geor1.geo.answer.AnswerPlace;
import org.geor1.protocol.reward.RewardTruth;

/**
 * 1 when a completion answers with the true country, else 0. Names in any language of the country, codes, and {@code City,
 * Country} are understood; a territory counts as the state that it belongs to. Where the truth names no country, it is the
 * one around its position. A true name that the gazetteer does not know must be answered as it is, but for case and accents.
 */
final class CountryReward implements Reward {

    /** Outlines of countries are good to a few kilometres, and coasts are where people are. */
    private static final double NEAR_METRES = 20_000;

    private final boolean tolerant;

    /** @param tolerant whether labels, marks and other words may stand around the name */
    CountryReward(boolean tolerant) {
        this.tolerant = tolerant;
    }

    @Override
    public String name() {
        return "country";
    }

    @Override
    public double score(RewardInput input) {
        Optional<String> answered = answered(input);
        if (answered.isEmpty()) {
            return 0;
        }
        String name = input.truth().country();
        if (name != null && Names.fold(name).equals(Names.fold(answered.get()))) {
            return 1;
        }
        Optional<Country> truth = of(input.truth());
        return truth.isPresent()
                        && Gazetteer.earth()
                                .country(answered.get())
                                .filter(truth.get()::sameState)
                                .isPresent()
                ? 1
                : 0;
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
        return answered(input)
                .map(name -> Gazetteer.earth()
                        .country(name)
                        .map(country -> country.name() + " (" + country.code() + ")")
                        .orElse(name + " (unknown to the gazetteer)"));
    }

    @Override
    public Optional<String> lacks(RewardInput input) {
        Optional<String> lack = Reward.super.lacks(input);
        boolean named = input.truth().country() != null;
        return lack.isPresent() || named || of(input.truth()).isPresent()
                ? lack
                : Optional.of("lat and lon lie in no country");
    }

    /** The name that is answered: the whole text if that is a country's, as {@code Korea, Republic of}, else its end. */
    private Optional<String> answered(RewardInput input) {
        return AnswerPlace.read(input.completion(), tolerant)
                .map(place -> {
                    if (place.text().isEmpty()) {
                        return place.country();
                    }
                    int comma = place.text().lastIndexOf(',');
                    return comma < 0 || Gazetteer.earth().country(place.text()).isPresent()
                            ? place.text()
                            : place.text().substring(comma + 1).strip();
                })
                .filter(name -> !name.isEmpty());
    }

    private static Optional<Country> of(RewardTruth truth) {
        String name = truth.country();
        if (name != null) {
            return Gazetteer.earth().country(name);
        }
        return Places.position(truth).flatMap(position -> Gazetteer.earth().country(position, NEAR_METRES));
    }
}
