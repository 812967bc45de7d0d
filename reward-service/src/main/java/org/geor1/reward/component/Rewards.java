package org.geor1.reward.component;

import java.util.List;
import java.util.Optional;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.protocol.reward.AccuracyMethod;
import org.geor1.protocol.reward.RewardSpec;

/** The rewards that this service computes, as a run's settings say. */
public final class Rewards {

    private Rewards() {}

    /** All of them, with the defaults of their settings. */
    public static List<Reward> all() {
        return all(1024, AnswerMethod.STRICT, false);
    }

    private static List<Reward> all(int lengthLimit, AnswerMethod method, boolean tolerant) {
        return List.of(
                new AccuracyReward(method),
                new FormatReward(),
                new LengthReward(lengthLimit, method),
                new RepetitionReward(),
                new ExactReward(),
                new GeoDistanceReward(tolerant),
                new CountryReward(tolerant),
                new CityReward(tolerant));
    }

    /** The reward of a component, or empty if it is none of these. */
    public static Optional<Reward> of(RewardSpec spec, RewardSpec.Component component) {
        AnswerMethod letters = switch (spec.accuracyMethod()) {
            case STRICT -> AnswerMethod.STRICT;
            case MCQ -> AnswerMethod.MCQ;
            case TOLERANT -> AnswerMethod.TOLERANT;
        };
        return all(spec.lengthLimit(), letters, component.method() == AccuracyMethod.TOLERANT).stream()
                .filter(reward -> reward.name().equals(component.name()))
                .findFirst();
    }
}
