package org.geor1.gateway.geolocate;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.geor1.gateway.GatewayServerTest;
import org.geor1.gateway.RunFixture;
import org.geor1.geo.calibration.Calibration;
import org.geor1.geo.calibration.ConformalRadius;
import org.geor1.geo.calibration.IsotonicRegression;
import org.geor1.jobs.artifact.DirectoryHashes;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: confidence and radius are given for the very weights and number of answers that were evaluated, as the calibration
 * says, and for no others.
 */
class CalibratedAnswersTest extends GatewayServerTest {

    private static final Calibration FIT = new Calibration(
            new IsotonicRegression(List.of(0.25, 0.5, 1.0), List.of(0.05, 0.2, 0.75)), new ConformalRadius(40, 1200));

    @Autowired
    CalibrationStore calibrations;

    @Autowired
    RunFixture fixture;

    @Value("${geor1.models-dir}")
    Path models;

    private Path model;
    private String image;

    /** The stub answers this one four times, twice with Lisbon. */
    @BeforeEach
    void makeModel() throws IOException {
        model = Files.createDirectories(models.resolve("qwen-many"));
        Files.writeString(model.resolve("config.json"), "{\"many\":1}");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(84, 84, BufferedImage.TYPE_INT_RGB), "png", png);
        image = Base64.getEncoder().encodeToString(png.toByteArray());
    }

    @AfterEach
    void removeModel() throws IOException {
        Files.deleteIfExists(model.resolve("config.json"));
        Files.deleteIfExists(model);
    }

    private String evaluated(String policyArtifact, String style, int n) {
        post("/api/v1/runs", """
                {"model":"nano-base","method":{"type":"eval","eval":{"task":"geolocation"}}}""");
        OwnedRun owned = fixture.adopt();
        sql.sql("""
                        INSERT INTO artifact (sha256, name, size, manifest) VALUES (:sha256, 'policy', 1, '{}')
                        ON CONFLICT DO NOTHING""").param("sha256", policyArtifact).update();
        String run = owned.run().id();
        calibrations.save(
                owned.lease(),
                new StoredCalibration(
                        run,
                        policyArtifact,
                        style,
                        n,
                        n == 1 ? 0 : 1,
                        2048,
                        90,
                        0,
                        "photos",
                        400,
                        0.03,
                        0.92,
                        JsonMapper.shared().valueToTree(FIT)));
        fixture.finish(owned, RunState.SUCCEEDED, null, "{}");
        return run;
    }

    private JsonNode located(String name, int n) {
        HttpResponse<String> response =
                post("/v1/geolocate", "{\"image_b64\":\"%s\",\"model\":\"%s\",\"n\":%d}".formatted(image, name, n));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return json(response);
    }

    private static void assertUncalibrated(JsonNode answer) {
        assertThat(answer.get("calibrated").booleanValue()).isFalse();
        assertThat(answer.get("calibration").isNull()).isTrue();
        assertThat(answer.get("predictions")).allSatisfy(prediction -> {
            assertThat(prediction.get("confidence").isNull()).isTrue();
            assertThat(prediction.get("radius_km").isNull()).isTrue();
        });
    }

    @Test
    void aModelsFirstPredictionHasTheConfidenceOfItsShare() throws IOException {
        String run = evaluated(new DirectoryHashes().sha256(model), "geo-r1.v1", 4);

        JsonNode answer = located("qwen-many", 4);

        assertThat(answer.get("calibrated").booleanValue()).isTrue();
        assertThat(answer.at("/predictions/0/share").doubleValue()).isEqualTo(0.5);
        assertThat(answer.at("/predictions/0/confidence").doubleValue()).isEqualTo(0.2);
        assertThat(answer.at("/predictions/0/radius_km").doubleValue()).isEqualTo(1200);
        assertThat(answer.at("/predictions/1/confidence").isNull()).isTrue();
        assertThat(answer.at("/predictions/1/radius_km").isNull()).isTrue();
        assertThat(answer.get("calibration"))
                .isEqualTo(JsonMapper.shared()
                        .readTree("{\"evaluation\":\"" + run + "\",\"dataset\":\"photos\",\"n\":4,\"items\":400,"
                                + "\"ece\":0.03,\"coverage\":0.92}"));
    }

    @Test
    void anotherNumberOfAnswersStyleOrModelIsNotCalibrated() throws IOException {
        evaluated(new DirectoryHashes().sha256(model), "geo-r1.v1", 4);
        assertUncalibrated(located("qwen-many", 3));
        assertUncalibrated(located("qwen-many", 1));
        assertUncalibrated(located("nano-base", 4));
        assertUncalibrated(located("qwen", 4));

        Files.writeString(model.resolve("config.json"), "{\"many\":22}");
        assertUncalibrated(located("qwen-many", 4));

        emptyTables();
        evaluated(new DirectoryHashes().sha256(model), "nano.v1", 4);
        assertUncalibrated(located("qwen-many", 4));
    }

    /** Of a single answer the share is always 1; what that means is measured all the same. */
    @Test
    void aSingleAnswerIsCalibratedToo() throws IOException {
        evaluated(new DirectoryHashes().sha256(models.resolve("nano-base")), "nano.v1", 1);

        JsonNode answer = located("nano-base", 1);

        assertThat(answer.get("calibrated").booleanValue()).isTrue();
        assertThat(answer.at("/predictions/0/share").isNull()).isTrue();
        assertThat(answer.at("/predictions/0/confidence").doubleValue()).isEqualTo(0.75);
        assertThat(answer.at("/predictions/0/radius_km").doubleValue()).isEqualTo(40);
    }

    @Test
    void aCheckpointShowsItsCalibrationsAndIsServedWithThem() {
        post("/api/v1/runs", GRPO);
        OwnedRun owned = fixture.adopt();
        fixture.checkpointStep(owned, 1, Map.of("reward", 0.5));
        fixture.finish(owned, RunState.SUCCEEDED, null, null);
        String name = owned.run().id() + "@step-1";
        assertThat(json(get("/api/v1/checkpoints/" + name)).get("calibrations")).isEmpty();
        assertUncalibrated(located(name, 1));

        String run = evaluated(String.format("%064x", 1), "nano.v1", 1);

        JsonNode checkpoint = json(get("/api/v1/checkpoints/" + name));
        assertThat(checkpoint.at("/calibrations/0/evaluation").stringValue()).isEqualTo(run);
        assertThat(checkpoint.at("/calibrations/0/prompt_style").stringValue()).isEqualTo("nano.v1");
        assertThat(checkpoint.at("/calibrations/0/ece").doubleValue()).isEqualTo(0.03);
        assertThat(json(get("/api/v1/runs/" + owned.run().id() + "/checkpoints"))
                        .at("/data/0"))
                .isEqualTo(checkpoint);
        assertThat(located(name, 1).get("calibrated").booleanValue()).isTrue();
    }
}
