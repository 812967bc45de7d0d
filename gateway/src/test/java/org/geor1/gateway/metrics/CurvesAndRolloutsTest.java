package org.geor1.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/**
 * The data of the run page: columns with a min/max envelope, rollouts with their groups, and the images in their
 * prompts.
 */
class CurvesAndRolloutsTest extends GatewayServerTest {
    @Autowired
    RunFixture fixture;

    @Test
    void metricsAreDownsampledWithAnEnvelopeAndSaySo() {
        String run = run(20);
        JsonNode all = json(get(run + "/metrics"));
        assertThat(all.get("steps")).hasSize(20);
        assertThat(all.get("downsampled").booleanValue()).isFalse();

        JsonNode thin = json(get(run + "/metrics?keys=reward&points=5"));
        assertThat(thin.get("steps").size()).isLessThanOrEqualTo(5);
        assertThat(thin.get("downsampled").booleanValue()).isTrue();
        assertThat(thin.get("raw_points").intValue()).isEqualTo(20);
        assertThat(thin.get("series").propertyNames()).containsExactly("reward");
        double least = thin.at("/envelope/reward/min/0").doubleValue();
        double greatest = thin.at("/envelope/reward/max/0").doubleValue();
        assertThat(thin.at("/series/reward/0").doubleValue()).isBetween(least, greatest);
        assertThat(greatest).isGreaterThan(least);

        assertThat(json(get(run + "/metrics?from=5&to=8")).get("steps")).hasSize(4);
        assertThat(get(run + "/metrics?from=9&to=8").statusCode()).isEqualTo(400);
        assertThat(get(run + "/metrics?points=0").statusCode()).isEqualTo(400);
    }

    @Test
    void aRolloutHasItsImagesTruthAndScores() {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        fixture.rolloutStep(owned, 1, Map.of("reward", 0.5), 2, 4);
        String run = "/api/v1/runs/" + owned.run().id();

        JsonNode page = json(get(run + "/rollouts?step=1&limit=5"));
        assertThat(page.get("data")).hasSize(5);
        assertThat(page.get("has_more").booleanValue()).isTrue();
        JsonNode rollout = page.at("/data/0");
        assertThat(rollout.get("images")).hasSize(6);
        assertThat(rollout.get("truth").stringValue()).matches("[A-E]");
        assertThat(rollout.get("advantage").isNumber()).isTrue();
        assertThat(rollout.at("/rewards/accuracy").isNumber()).isTrue();

        String group = rollout.get("group_id").stringValue();
        JsonNode whole = json(get("/api/v1/groups/" + group));
        assertThat(whole.get("rollouts")).hasSize(4);
        assertThat(whole.get("prompt").stringValue()).contains("<image>");
        assertThat(json(get(run + "/rollouts?group=" + group)).get("data")).hasSize(4);
        assertThat(json(get("/api/v1/rollouts/" + rollout.get("id").stringValue())))
                .isEqualTo(rollout);

        HttpResponse<String> image = get(rollout.at("/images/0/url").stringValue() + "?scale=2");
        assertThat(image.statusCode()).isEqualTo(200);
        assertThat(image.headers().firstValue("Content-Type")).contains("image/png");
        assertThat(image.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    }

    @Test
    void imageNamesAreParsedStrictly() {
        String good = json(get("/api/v1/datasets/mini-earth/samples?limit=1"))
                .at("/data/0/images/1/url")
                .stringValue();
        assertThat(get(good).statusCode()).isEqualTo(200);
        assertThat(get(good + "?scale=9").statusCode()).isEqualTo(400);
        assertThat(get(good.replace("/tile", "/Tile")).statusCode()).isEqualTo(404);
        assertThat(get(good.replace("/mini-earth/", "/mini-earth/99999999999999999999"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/images/mini-earth/1/norvik/999999999/tile").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/images/mini-earth/1/skarn/0/tile").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/images/blank/84x84").statusCode()).isEqualTo(200);
        assertThat(get("/api/v1/images/blank/9999x9999").statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/images/blank/0x84").statusCode()).isEqualTo(404);
    }

    @Test
    void checkpointsNameTheirModel() {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        fixture.checkpointStep(owned, 1, Map.of("reward", 0.5));
        JsonNode checkpoints = json(get("/api/v1/runs/" + owned.run().id() + "/checkpoints"));
        assertThat(checkpoints.at("/data/0/model").stringValue())
                .isEqualTo(owned.run().id() + "@step-1");
    }

    private String run(int steps) {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        for (int step = 1; step <= steps; step++) {
            fixture.step(owned, step, Map.of("reward", step % 2 == 0 ? 1.0 : 0.0, "loss", 0.1 * step));
        }
        return "/api/v1/runs/" + owned.run().id();
    }
}
