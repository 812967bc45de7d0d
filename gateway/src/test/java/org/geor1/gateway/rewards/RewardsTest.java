package org.geor1.gateway.rewards;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.InferenceProbe;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The gateway forwards reward requests to the reward service, whose refusals name the bad fields. */
class RewardsTest extends GatewayServerTest {

    @Test
    void requestsReachTheRewardService() {
        assertThat(json(get("/api/v1/rewards")).at("/0/name").stringValue()).isEqualTo("accuracy");

        HttpResponse<String> scores = post("/api/v1/rewards/run", """
                {"reward":{"components":[{"name":"accuracy","method":"mcq","weight":2}],"length_limit":99},
                 "completions":[{"completion":"<answer>C</answer>","truth":"C"}]}""");

        assertThat(scores.statusCode()).isEqualTo(200);
        assertThat(json(scores).at("/scores/0/reward").doubleValue()).isEqualTo(1.5);
        assertThat(InferenceProbe.lastScoreRequest())
                .contains("\"truth\":\"C\"", "\"method\":\"mcq\"", "\"length_limit\":99");
        assertThat(InferenceProbe.lastToken()).isEqualTo(InferenceProbe.expectedToken());
    }

    @Test
    void aRewardIsTriedByTheRewardService() {
        HttpResponse<String> tried = post("/api/v1/rewards/validate", """
                {"reward":{"components":[{"name":"accuracy"}]},"samples":[{"completion":"<answer>C</answer>","truth":"C"}]}""");

        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(json(tried).at("/samples/0/components/0/parsed").stringValue())
                .isEqualTo("C");
        assertThat(InferenceProbe.lastToken()).isEqualTo(InferenceProbe.expectedToken());
        JsonNode refused = json(post("/api/v1/rewards/validate", "{\"reward\":{\"weights\":1},\"samples\":[]}"));
        assertThat(refused.at("/errors")
                        .valueStream()
                        .map(error -> error.get("field").stringValue()))
                .containsExactlyInAnyOrder("reward.weights", "samples");
    }

    @Test
    void aRunWhoseRewardMayNotBeAskedForIsNotCreated() {
        String run = """
                {"model":"nano-base","method":{"type":"grpo"},"reward":{"components":[
                  {"name":"judge","url":"https://%s/score"}]}}""";

        HttpResponse<String> refused = post("/api/v1/runs", run.formatted("not-allowed.example"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).at("/errors/0/field").stringValue()).isEqualTo("reward.components[0].url");
        assertThat(json(refused).at("/errors/0/message").stringValue()).contains("geor1.reward.allowed-hosts");
        HttpResponse<String> created = post("/api/v1/runs", run.formatted("allowed.example"));
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(json(created).at("/config/reward/components/0/on_failure").stringValue())
                .isEqualTo("fail");
    }

    @Test
    void itsRefusalsArePassedOn() {
        HttpResponse<String> refused = post("/api/v1/rewards/run", "{\"completions\":[]}");
        assertThat(refused.statusCode()).isEqualTo(400);
        JsonNode problem = json(refused);
        assertThat(problem.get("code").stringValue()).isEqualTo("invalid_request");
        assertThat(problem.at("/errors/0/field").stringValue()).isEqualTo("completions");
        assertThat(post("/api/v1/rewards/run", "{").statusCode()).isEqualTo(400);
    }

    @Test
    void itsFailureIsA503() {
        HttpResponse<String> failed =
                post("/api/v1/rewards/run", "{\"completions\":[{\"completion\":\"break\",\"truth\":\"C\"}]}");
        assertThat(failed.statusCode()).isEqualTo(503);
        assertThat(json(failed).get("code").stringValue()).isEqualTo("reward_unavailable");
        assertThat(failed.headers().firstValue("Retry-After")).isPresent();
    }
}
