package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.Postcard;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Contract: an evaluation of the shipped model's geolocation, with a real engine, calibrates what the same platform then answers
 * about a photo; with another number of answers it claims nothing.
 */
class CalibratedModelTest {

    private static final int ANSWERS = 4;

    /** By default, where the rollout service ends an answer. */
    private static final int SERVED_LENGTH = 2048;

    @TempDir
    Path directory;

    @Test
    void anEvaluationCalibratesWhatIsServed() throws Exception {
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory), Ports.free(), Installation.models())) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            RunView run = finished(
                    client,
                    client.createRun(Map.of(
                            "model",
                            "nano-base",
                            "seed",
                            3,
                            "method",
                            Map.of(
                                    "type",
                                    "eval",
                                    "eval",
                                    Map.of(
                                            "task",
                                            "geolocation",
                                            "questions",
                                            110,
                                            "n",
                                            ANSWERS,
                                            "max_completion_length",
                                            SERVED_LENGTH)))));
            JsonNode measured = run.result().path("calibration");
            assertThat(measured.path("calibrated").booleanValue())
                    .as(run.result().toString())
                    .isTrue();

            JsonNode answer = located(client, ANSWERS);
            assertThat(answer.path("calibrated").booleanValue()).isTrue();
            JsonNode calibration = answer.path("calibration");
            assertThat(calibration.path("evaluation").stringValue()).isEqualTo(run.id());
            assertThat(calibration.path("n").intValue()).isEqualTo(ANSWERS);
            assertThat(calibration.path("items").intValue())
                    .isEqualTo(measured.path("fitted").intValue()
                            + measured.path("measured").intValue());
            for (String figure : new String[] {"ece", "coverage"}) {
                assertThat(calibration.path(figure).doubleValue())
                        .isEqualTo(measured.path(figure).doubleValue());
            }
            JsonNode first = answer.at("/predictions/0");
            assertThat(first.path("confidence").doubleValue()).isBetween(0.0, 1.0);
            JsonNode radius = measured.path("radius_km");
            assertThat(first.path("radius_km").doubleValue())
                    .isEqualTo(radius.path(first.path("share").doubleValue() > 0.5 ? "agreed" : "divided")
                            .doubleValue());

            JsonNode other = located(client, ANSWERS + 1);
            assertThat(other.path("calibrated").booleanValue()).isFalse();
            assertThat(other.path("calibration").isNull()).isTrue();
            assertThat(other.at("/predictions/0/confidence").isNull()).isTrue();
        }
    }

    private static JsonNode located(PlatformClient client, int n) {
        return client.geolocate(
                Map.of("image_b64", Postcard.draw(3).base64(), "model", "nano-base", "n", n, "seed", 1));
    }

    private static RunView finished(PlatformClient client, RunView run) {
        RunView end = Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.run(run.id()), RunView::isFinished);
        assertThat(end.hasSucceeded()).as(end.json().toString()).isTrue();
        return end;
    }
}
