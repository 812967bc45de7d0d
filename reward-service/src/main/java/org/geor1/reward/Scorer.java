package org.geor1.reward;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.geor1.protocol.reward.FailurePolicy;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreResponse.Score;
import org.geor1.reward.component.Reward;
import org.geor1.reward.component.RewardInput;
import org.geor1.reward.component.Rewards;
import org.geor1.reward.component.Words;
import org.geor1.reward.http.EndpointException;
import org.jspecify.annotations.Nullable;

/**
 * The weighted rewards of one run.
 *
 * <p>A component that has no score for a completion is left out of its sum, as TRL leaves out a {@code None}: because the
 * truth lacks what it compares with, or because its endpoint failed and the policy says {@code drop}. A group shares its
 * truth and is one request to an endpoint, so all of its completions lose the component together, and none gains over
 * another.
 */
final class Scorer {

    private static final int MAX_ANSWER = 200;
    private static final double REPETITIVE = 0.3;

    private record Weighted(RewardSpec.Component settings, Optional<Reward> reward) {}

    /** Asks the endpoint of a component. */
    @FunctionalInterface
    interface Endpoint {
        double[] score(RewardSpec.Component component, List<RewardInput> group)
                throws EndpointException, InterruptedException;
    }

    /** An endpoint that gave a group no scores, whose policy is not to fail. */
    record Failure(RewardSpec.Component component, String message) {}

    /**
     * A scored group.
     *
     * @param failures of components whose policy acted
     * @param asked components whose endpoint gave scores
     */
    record Scored(List<Score> scores, List<Failure> failures, List<RewardSpec.Component> asked) {}

    private final List<Weighted> components;
    private final Endpoint endpoint;

    /** @throws IllegalArgumentException if the settings name a reward that there is not */
    Scorer(RewardSpec spec, Endpoint endpoint) {
        this.endpoint = endpoint;
        components = spec.components().stream()
                .map(component -> weighted(spec, component))
                .toList();
    }

    private static Weighted weighted(RewardSpec spec, RewardSpec.Component component) {
        Optional<Reward> reward = Rewards.of(spec, component);
        if (reward.isEmpty() && component.endpoint().url() == null) {
            throw new IllegalArgumentException("unknown reward: " + component.name());
        }
        return new Weighted(component, reward);
    }

    /**
     * @throws EndpointException if an endpoint fails whose policy is to fail
     * @throws UnscoredException if no component has a score for some completion
     */
    Scored score(List<RewardInput> group) throws EndpointException, InterruptedException {
        List<Failure> failures = new ArrayList<>();
        List<RewardSpec.Component> asked = new ArrayList<>();
        List<double @Nullable []> answers = new ArrayList<>();
        for (Weighted component : components) {
            answers.add(component.reward().isPresent() ? null : ask(component.settings(), group, failures, asked));
        }
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            scores.add(score(group.get(i), i, answers, failures));
        }
        return new Scored(scores, failures, asked);
    }

    /** @return null if the component is to be left out */
    private double @Nullable [] ask(
            RewardSpec.Component component,
            List<RewardInput> group,
            List<Failure> failures,
            List<RewardSpec.Component> asked)
            throws EndpointException, InterruptedException {
        try {
            double[] scores = endpoint.score(component, group);
            asked.add(component);
            return scores;
        } catch (EndpointException e) {
            if (component.endpoint().onFailure() == FailurePolicy.FAIL) {
                throw e;
            }
            failures.add(new Failure(component, Objects.requireNonNull(e.getMessage())));
            return component.endpoint().onFailure() == FailurePolicy.ZERO ? new double[group.size()] : null;
        }
    }

    private Score score(RewardInput input, int index, List<double @Nullable []> answers, List<Failure> failures) {
        Map<String, Double> breakdown = new LinkedHashMap<>();
        List<String> reasons = new ArrayList<>();
        double sum = 0;
        for (int c = 0; c < components.size(); c++) {
            Weighted component = components.get(c);
            double[] given = answers.get(c);
            Optional<String> lack = component.reward().flatMap(reward -> reward.lacks(input));
            if (lack.isPresent() || (component.reward().isEmpty() && given == null)) {
                reasons.add(component.settings().name() + ": " + lack.orElse("its endpoint failed"));
                continue;
            }
            double score = given == null ? component.reward().orElseThrow().score(input) : given[index];
            breakdown.put(component.settings().name(), score);
            sum += component.settings().weight() * score;
        }
        if (breakdown.isEmpty()) {
            throw new UnscoredException(reasons, !failures.isEmpty());
        }
        return new Score(shown(input), breakdown, sum, flags(input));
    }

    /** The answer, as long as it is worth keeping. */
    static @Nullable String shown(RewardInput input) {
        String answer = input.parsed().answer().map(String::strip).orElse(null);
        return answer != null && answer.length() > MAX_ANSWER ? answer.substring(0, MAX_ANSWER) : answer;
    }

    private static List<String> flags(RewardInput input) {
        List<String> flags = new ArrayList<>();
        if (input.truncated()) {
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
