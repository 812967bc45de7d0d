package org.geor1.reward;

import java.util.List;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.reward.ValidateRequest;
import org.geor1.protocol.reward.ValidateResponse;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.reward.component.RewardInput;
import org.geor1.reward.component.Rewards;
import org.geor1.reward.component.Words;
import org.geor1.reward.http.EndpointException;
import org.geor1.reward.http.ForbiddenHostException;
import org.geor1.reward.http.HttpRewards;
import org.geor1.web.InternalApi;
import org.geor1.web.RewardApi;
import tools.jackson.databind.JsonNode;

/** The scorers of training, to try on a completion. */
@InternalApi
class RewardController implements RewardApi {

    private final HttpRewards endpoints;

    RewardController(HttpRewards endpoints) {
        this.endpoints = endpoints;
    }

    @Override
    public List<RewardDescription> list() {
        return Rewards.all().stream()
                .map(reward -> new RewardDescription(reward.name(), reward.min(), reward.max()))
                .toList();
    }

    @Override
    public ScoreResponse run(JsonNode body) {
        ScoreRequest request = ScoreRequest.read(body);
        RewardSpec reward = request.reward() == null ? RunSpecReader.defaultReward() : request.reward();
        check(reward);
        try {
            return new ScoreResponse(new Scorer(reward, endpoints::tryOut)
                    .score(request.completions().stream()
                            .map(RewardController::input)
                            .toList())
                    .scores());
        } catch (EndpointException | ForbiddenHostException | UnscoredException e) {
            throw refused("reward.components", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while an endpoint was asked", e);
        }
    }

    @Override
    public ValidateResponse validate(JsonNode body) {
        ValidateRequest request = ValidateRequest.read(body);
        return new RewardTrial(request.reward(), endpoints)
                .of(request.samples().stream().map(RewardController::input).toList());
    }

    @Override
    public void check(RewardSpec reward) {
        for (int i = 0; i < reward.components().size(); i++) {
            RewardSpec.Component component = reward.components().get(i);
            if (component.endpoint().url() != null) {
                try {
                    endpoints.requireAllowed(component.endpoint());
                } catch (ForbiddenHostException e) {
                    throw refused("reward.components[" + i + "].url", e);
                }
            }
        }
    }

    private static InvalidRequestException refused(String field, Exception cause) {
        return new InvalidRequestException(List.of(new FieldError(field, String.valueOf(cause.getMessage()))));
    }

    private static RewardInput input(ScoreRequest.Item item) {
        Integer given = item.tokens();
        int tokens = given == null ? Words.of(item.completion()).size() : given;
        return RewardInput.of(
                item.prompt() == null ? "" : item.prompt(), item.completion(), tokens, false, item.known());
    }
}
