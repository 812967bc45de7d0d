package org.geor1.reward;

import java.util.List;
import org.geor1.geo.answer.AnswerMethod;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.web.InternalApi;
import org.geor1.web.RewardApi;
import tools.jackson.databind.JsonNode;

/** The scorers of training, to try on a completion. */
@InternalApi
class RewardController implements RewardApi {

    @Override
    public List<RewardDescription> list() {
        return Scorer.all(1024, AnswerMethod.STRICT).stream()
                .map(reward -> new RewardDescription(reward.name(), reward.min(), reward.max()))
                .toList();
    }

    @Override
    public ScoreResponse run(JsonNode body) {
        ScoreRequest request = ScoreRequest.read(body);
        Scorer scorer = new Scorer(request.reward() == null ? RunSpecReader.defaultReward() : request.reward());
        return new ScoreResponse(request.completions().stream()
                .map(item -> {
                    Integer given = item.tokens();
                    int tokens = given == null ? Words.of(item.completion()).size() : given;
                    return scorer.score(RewardInput.of(item.completion(), tokens, item.truth()), false);
                })
                .toList());
    }
}
