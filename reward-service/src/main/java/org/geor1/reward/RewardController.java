package org.geor1.reward;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.web.InternalApi;
import org.geor1.web.RewardApi;

/** The scorers of training, to try on a completion. */
@InternalApi
class RewardController implements RewardApi {

    private static final int MAX_COMPLETIONS = 1000;

    @Override
    public List<RewardDescription> list() {
        return Scorer.all(1024, AnswerMethod.STRICT).stream()
                .map(reward -> new RewardDescription(reward.name(), reward.min(), reward.max()))
                .toList();
    }

    @Override
    public ScoreResponse run(ScoreRequest request) {
        Scorer scorer = new Scorer(check(request));
        return new ScoreResponse(request.completions().stream()
                .map(item -> {
                    Integer given = item.tokens();
                    int tokens = given == null ? Words.of(item.completion()).size() : given;
                    return scorer.score(RewardInput.of(item.completion(), tokens, item.truth()), false);
                })
                .toList());
    }

    /** JSON can leave out fields that the record declares as present, so nulls are checked here. */
    @SuppressWarnings("ConstantValue")
    private static RewardSpec check(ScoreRequest request) {
        List<FieldError> errors = new ArrayList<>();
        if (request.completions() == null
                || request.completions().isEmpty()
                || request.completions().size() > MAX_COMPLETIONS) {
            throw new InvalidRequestException(
                    List.of(new FieldError("completions", "must hold 1 to " + MAX_COMPLETIONS + " items")));
        }
        for (int i = 0; i < request.completions().size(); i++) {
            ScoreRequest.Item item = request.completions().get(i);
            String path = "completions[" + i + "]";
            if (item == null || item.completion() == null) {
                errors.add(FieldError.missing(path + ".completion"));
            } else if (item.truth() == null || !item.truth().matches("[A-J]")) {
                errors.add(new FieldError(path + ".truth", "must be a letter from A to J"));
            } else if (item.tokens() != null && item.tokens() < 0) {
                errors.add(new FieldError(path + ".tokens", "must not be negative"));
            }
        }
        RewardSpec reward = request.reward() == null ? RunSpecReader.defaultReward() : request.reward();
        for (int i = 0; i < reward.components().size(); i++) {
            RewardSpec.Component component = reward.components().get(i);
            String path = "reward.components[" + i + "]";
            if (!RunSpecReader.REWARDS.contains(component.name())) {
                errors.add(new FieldError(
                        path + ".name",
                        "must be one of "
                                + RunSpecReader.REWARDS.stream().sorted().toList()));
            } else if (component.method() != null && !component.name().equals(RewardSpec.ACCURACY)) {
                errors.add(new FieldError(path + ".method", "belongs to accuracy: leave it out"));
            }
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        return reward;
    }
}
