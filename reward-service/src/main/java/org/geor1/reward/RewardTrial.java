package org.geor1.reward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ValidateResponse;
import org.geor1.protocol.reward.ValidateResponse.ComponentTrial;
import org.geor1.protocol.reward.ValidateResponse.Trial;
import org.geor1.reward.component.Reward;
import org.geor1.reward.component.RewardInput;
import org.geor1.reward.component.Rewards;
import org.geor1.reward.http.EndpointException;
import org.geor1.reward.http.ForbiddenHostException;
import org.geor1.reward.http.HttpRewards;
import org.jspecify.annotations.Nullable;

/** Tries a reward on samples: what a run would score, and where it would not, why. Failure policies do not act. */
final class RewardTrial {

    private final RewardSpec spec;
    private final HttpRewards endpoints;

    RewardTrial(RewardSpec spec, HttpRewards endpoints) {
        this.spec = spec;
        this.endpoints = endpoints;
    }

    ValidateResponse of(List<RewardInput> samples) {
        List<List<ComponentTrial>> columns = spec.components().stream()
                .map(component -> Rewards.of(spec, component)
                        .map(reward -> samples.stream()
                                .map(sample -> here(component, reward, sample))
                                .toList())
                        .orElseGet(() -> elsewhere(component, samples)))
                .toList();
        List<Trial> trials = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int row = i;
            List<ComponentTrial> components =
                    columns.stream().map(column -> column.get(row)).toList();
            trials.add(new Trial(Scorer.shown(samples.get(i)), components, sum(components)));
        }
        return new ValidateResponse(trials);
    }

    private static @Nullable Double sum(List<ComponentTrial> components) {
        double sum = 0;
        boolean any = false;
        for (ComponentTrial component : components) {
            Double score = component.score();
            if (score != null) {
                sum += component.weight() * score;
                any = true;
            }
        }
        return any ? sum : null;
    }

    private static ComponentTrial here(RewardSpec.Component component, Reward reward, RewardInput sample) {
        Optional<String> lack = reward.lacks(sample);
        return new ComponentTrial(
                component.name(),
                component.weight(),
                component.method(),
                reward.parsed(sample).orElse(null),
                lack.isPresent() ? null : (Double) reward.score(sample),
                lack.map(missing -> "the sample lacks what this reward compares with: " + missing)
                        .orElse(null));
    }

    private List<ComponentTrial> elsewhere(RewardSpec.Component component, List<RewardInput> samples) {
        double[] scores = null;
        String error = null;
        try {
            scores = endpoints.tryOut(component, samples);
        } catch (EndpointException | ForbiddenHostException e) {
            error = e.getMessage();
        }
        List<ComponentTrial> trials = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            trials.add(new ComponentTrial(
                    component.name(),
                    component.weight(),
                    null,
                    null,
                    scores == null ? null : (Double) scores[i],
                    error));
        }
        return trials;
    }
}
