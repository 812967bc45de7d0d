package org.geor1.reward.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.geor1.protocol.reward.RewardTruth;
import org.geor1.reward.component.RewardInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A request says all that is known of its completions; an answer has one finite score for each, or it is none. */
class ExchangeTest {

    @Test
    void aRequestHasAVersionAndItsItemsInOrder() {
        RewardInput first = RewardInput.of(
                "Where?<image>",
                "<think>x</think><answer> B </answer>",
                7,
                false,
                new RewardTruth("B", "Lisbon", "Portugal", 38.7, -9.1));
        RewardInput second = RewardInput.of("", "\uD83D\uDE00", 1, true, RewardTruth.of("C"));

        JsonNode request = JsonMapper.shared().readTree(Exchange.request("judge", "run_1", List.of(first, second)));

        assertThat(request).isEqualTo(JsonMapper.shared().readTree("""
                {"version":1,"reward":"judge","run":"run_1","items":[
                 {"prompt":"Where?<image>","completion":"<think>x</think><answer> B </answer>","answer":"B","tokens":7,
                  "truth":{"answer":"B","city":"Lisbon","country":"Portugal","lat":38.7,"lon":-9.1}},
                 {"prompt":"","completion":"\uD83D\uDE00","answer":null,"tokens":1,
                  "truth":{"answer":"C","city":null,"country":null,"lat":null,"lon":null}}]}"""));
    }

    @Test
    void anAnswerHasOneScoreForEachCompletion() throws EndpointException {
        assertThat(scores("{\"version\":1,\"scores\":[0.5,-3],\"model\":\"x\"}"))
                .containsExactly(0.5, -3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "[0.5,1]",
                "{\"scores\":[0.5,1]}",
                "{\"version\":2,\"scores\":[0.5,1]}",
                "{\"version\":1}",
                "{\"version\":1,\"scores\":{\"0\":1,\"1\":2}}",
                "{\"version\":1,\"scores\":[0.5]}",
                "{\"version\":1,\"scores\":[0.5,1,2]}",
                "{\"version\":1,\"scores\":[0.5,null]}",
                "{\"version\":1,\"scores\":[0.5,NaN]}",
                "{\"version\":1,\"scores\":[0.5,1e999]}",
                "{\"version\":1,\"scores\":[0.5,1e7]}",
                "{\"version\":1,\"scores\":[0.5,\"1\"]}",
                "{\"version\":1,\"scores\":[0.5,true]}",
                "{\"version\":1,\"scores\":[0.5,1]} trailing"
            })
    void anythingElseIsAFailureThatNoRetryMends(String body) {
        assertThatThrownBy(() -> scores(body))
                .isInstanceOfSatisfying(
                        EndpointException.class,
                        failure -> assertThat(failure.isWorthRetrying()).isFalse());
    }

    private static double[] scores(String body) throws EndpointException {
        return Exchange.scores(body.getBytes(StandardCharsets.UTF_8), 2);
    }
}
