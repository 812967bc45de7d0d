package org.geor1.reward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreResponse.Score;

/** The weighted rewards of one run. */
final class Scorer {

    private static final int MAX_ANSWER = 200;
    private static final double REPETITIVE = 0.3;

    private record Weighted(Reward reward, double weight) {}

    private final List<Weighted> components;

    Scorer(RewardSpec spec) {
        AnswerMethod method = switch (spec.accuracyMethod()) {
            case STRICT -> AnswerMethod.STRICT;
            case MCQ -> AnswerMethod.MCQ;
            case TOLERANT -> AnswerMethod.TOLERANT;
        };
        components = spec.components().stream()
                .map(component ->
                        new Weighted(reward(component.name(), spec.lengthLimit(), method), component.weight()))
                .toList();
    }

    static List<Reward> all(int lengthLimit, AnswerMethod method) {
        return List.of(
                new AccuracyReward(method),
                new FormatReward(),
                new LengthReward(lengthLimit, method),
                new RepetitionReward());
    }

    private static Reward reward(String name, int lengthLimit, AnswerMethod method) {
        return all(lengthLimit, method).stream()
                .filter(reward -> reward.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown reward: " + name));
    }

    /** @param truncated whether the length limit ended the completion */
    Score score(RewardInput input, boolean truncated) {
        Map<String, Double> breakdown = new LinkedHashMap<>();
        double sum = 0;
        for (Weighted component : components) {
            double score = component.reward().score(input);
            breakdown.put(component.reward().name(), score);
            sum += component.weight() * score;
        }
        String answer = input.parsed().answer().map(String::strip).orElse(null);
        return new Score(
                answer != null && answer.length() > MAX_ANSWER ? answer.substring(0, MAX_ANSWER) : answer,
                breakdown,
                sum,
                flags(input, truncated));
    }

    private static List<String> flags(RewardInput input, boolean truncated) {
        List<String> flags = new ArrayList<>();
        if (truncated) {
            flags.add("truncated");
        }
        if (!input.parsed().wellFormed()) {
            flags.add("malformed");
        }
        if (Words.repeatedShare(input.completion(), 4) > REPETITIVE) {
            flags.add("repetitive");
        }
        return flags;
    }
}
