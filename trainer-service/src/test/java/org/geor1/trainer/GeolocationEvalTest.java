package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.geor1.geo.calibration.Calibration;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.Question;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.LocatedItem;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.DatasetSample.Place;
import org.geor1.protocol.dataset.SampleBatch;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpecReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: an evaluation of geolocation asks about each picture of a known place once, as it is served, measures how far first
 * predictions are off, and calibrates the model by that if there are enough of them.
 */
class GeolocationEvalTest extends TrainerFixture {

    private static final GeoPoint LISBON = new GeoPoint(38.72, -9.14);
    private static final GeoPoint PORTO = new GeoPoint(41.15, -8.61);

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageStore images;

    @Autowired
    ImageRegister register;

    @Autowired
    CalibrationStore calibrations;

    /** Three of five answers are Lisbon, one is Porto, and one is nowhere. */
    @BeforeEach
    void answer() {
        sql.sql("TRUNCATE dataset, calibration CASCADE").update();
        workers.completion = letter -> "<think>t</think><answer>"
                + switch (letter) {
                    case "D" -> "41.15, -8.61";
                    case "E" -> "nowhere";
                    default -> "38.72, -9.14";
                }
                + "</answer>";
    }

    private String picture(int colour) {
        try {
            BufferedImage image = new BufferedImage(56, 28, BufferedImage.TYPE_INT_RGB);
            image.setRGB(3, 3, colour);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(image, "png", file);
            String sha256 = images.put(file.toByteArray());
            register.register(new ImageRegister.Entry(sha256, file.size(), 56, 28));
            return sha256;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every third picture is of Porto, the others are of Lisbon. Its tile is never shown. */
    private void photos(int count) {
        datasets.create("photos", null, null);
        String tile = picture(1);
        datasets.append(
                "photos",
                new SampleBatch(
                        0,
                        IntStream.range(0, count)
                                .mapToObj(i -> new DatasetSample(
                                        "p" + i,
                                        List.of(
                                                new DatasetSample.Image("tile", tile),
                                                new DatasetSample.Image("photo", picture(1000 + i))),
                                        place(i % 3 == 0 ? PORTO : LISBON),
                                        List.of(),
                                        null,
                                        "test",
                                        Map.of()))
                                .toList()));
        datasets.publish("photos");
    }

    private static Place place(GeoPoint point) {
        return new Place(point.latitude(), point.longitude(), "Somewhere", null);
    }

    private String submitted(String eval, long seed) {
        return runs.create(RunSpecReader.read(JsonMapper.shared()
                        .readTree(("{'model':'nano-base','prompt_style':'geo-r1','dataset':'photos','seed':" + seed
                                        + ",'method':{'type':'eval','eval':{'task':'geolocation'," + eval + "}}}")
                                .replace('\'', '"'))))
                .id();
    }

    private JsonNode succeeded(String id) {
        Run run = finished(id);
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        return Objects.requireNonNull(run.result());
    }

    private List<String> temperatures(String run) {
        return sql.sql("""
                        SELECT DISTINCT payload ->> 'temperature' FROM job_history
                        WHERE run_id = :run AND kind = 'rollout'""").param("run", run).query(String.class).list();
    }

    private List<RolloutGroup> asked(String run, int steps) {
        return IntStream.rangeClosed(1, steps)
                .boxed()
                .flatMap(step -> rollouts.groups(run, step).stream())
                .toList();
    }

    @Test
    void eachPictureIsAskedAboutOnceAsItIsServed() {
        photos(20);
        String run = submitted("'questions':20,'prompts_per_step':8,'n':4", 7);
        succeeded(run);
        String words = PromptStyles.named("geo-r1")
                .prompt(new Question.Geolocation(ImageRole.PANORAMA))
                .replace("<image>", "");
        Set<String> shown = new HashSet<>();
        assertThat(asked(run, 3)).hasSize(20).allSatisfy(group -> {
            assertThat(group.prompt()).hasSize(2);
            assertThat(((PromptPart.Text) group.prompt().get(1)).text()).isEqualTo(words);
            assertThat(group.rollouts()).hasSize(4);
            shown.add(((PromptPart.Image) group.prompt().get(0)).ref());
        });
        assertThat(shown).hasSize(20).doesNotContain("sha256:" + picture(1));
        assertThat(temperatures(run)).containsExactly("1.0");

        String one = submitted("'questions':20", 7);
        assertThat(succeeded(one).path("answers").intValue()).isEqualTo(1);
        assertThat(asked(one, 1))
                .allSatisfy(group -> assertThat(group.rollouts()).hasSize(1));
        assertThat(temperatures(one)).containsExactly("0.0");
    }

    @Test
    void firstPredictionsAreMeasuredAndCalibrateTheModel() {
        photos(240);
        String run = submitted("'questions':240,'n':4,'max_completion_length':64", 7);
        JsonNode result = succeeded(run);
        List<LocatedItem> items = calibrations.items(run);
        assertThat(items).hasSize(240);
        List<RolloutGroup> groups = asked(run, 5);
        int right = 0;
        int unanswered = 0;
        for (LocatedItem item : items) {
            RolloutGroup group = groups.get((int) item.item());
            LocatedItem.@Nullable First expected = byHand(group);
            assertThat(item.prediction()).isEqualTo(expected);
            assertThat(item.answers()).isEqualTo(4);
            right += expected != null && expected.distanceKm() <= 25 ? 1 : 0;
            unanswered += expected == null ? 1 : 0;
        }
        assertThat(result.path("items").intValue()).isEqualTo(240);
        assertThat(result.path("unanswered").doubleValue()).isEqualTo(unanswered / 240.0);
        JsonNode within = result.path("accuracy_within_km");
        assertThat(within.propertyNames()).containsExactly("1", "25", "200", "750", "2500");
        assertThat(within.at("/25/accuracy").doubleValue()).isEqualTo(right / 240.0);
        assertThat(within.at("/200/accuracy").doubleValue()).isEqualTo(right / 240.0);
        // Lisbon and Porto are 274 km apart, where the game gives 5000 · exp(-274 / 1492.7) points.
        assertThat(within.at("/750/accuracy").doubleValue()).isEqualTo((240 - unanswered) / 240.0);
        double far = LISBON.distanceMetres(PORTO) / 1000;
        assertThat(result.path("geo_score").doubleValue())
                .isCloseTo(5000 * (right + (240 - unanswered - right) * Math.exp(-far / 1492.7)) / 240, within(1e-6));
        assertThat(result.path("median_km").doubleValue()).isEqualTo(right > (240 - unanswered) / 2 ? 0 : far);

        JsonNode calibration = result.path("calibration");
        assertThat(calibration.path("calibrated").booleanValue()).isTrue();
        assertThat(calibration.path("fitted").intValue()
                        + calibration.path("measured").intValue())
                .isEqualTo(240 - unanswered);
        String policy = steps.policyArtifact(run, 0).orElseThrow();
        StoredCalibration stored =
                calibrations.find(policy, "geo-r1.v1", 4, 1, 64).orElseThrow();
        assertThat(stored.runId()).isEqualTo(run);
        assertThat(stored.dataset()).isEqualTo("photos");
        assertThat(stored.items()).isEqualTo(240 - unanswered);
        assertThat(stored.ece()).isEqualTo(calibration.path("ece").doubleValue());
        assertThat(stored.coverage()).isEqualTo(calibration.path("coverage").doubleValue());
        Calibration fit = JsonMapper.shared().treeToValue(stored.fit(), Calibration.class);
        assertThat(fit.confidence(1)).isBetween(0.5, 0.85);
        assertThat(fit.radiusKm(1)).isCloseTo(far, within(1e-9));
        assertThat(metrics.keys(run)).contains("eval/geo_score", "eval/within_25_km");
    }

    /** The answers as they were made above: two or more of one kind are a place, and of equal ones the first one counts. */
    private static LocatedItem.@Nullable First byHand(RolloutGroup group) {
        List<GeoPoint> answered = group.rollouts().stream()
                .map(Rollout::completion)
                .filter(text -> !text.contains("nowhere"))
                .map(text -> text.contains("41.15") ? PORTO : LISBON)
                .toList();
        if (answered.isEmpty()) {
            return null;
        }
        long lisbon = answered.stream().filter(LISBON::equals).count();
        long porto = answered.size() - lisbon;
        GeoPoint first = lisbon == porto ? answered.get(0) : lisbon > porto ? LISBON : PORTO;
        GeoPoint truth = new GeoPoint(
                Objects.requireNonNull(group.truth().lat()),
                Objects.requireNonNull(group.truth().lon()));
        return new LocatedItem.First(Math.max(lisbon, porto) / 4.0, 0, first.distanceMetres(truth) / 1000);
    }

    @Test
    void aSeedRepeatsTheResultAndARestartedEvaluationHasTheSame() {
        photos(120);
        String run = submitted("'questions':120,'n':3", 5);
        JsonNode result = succeeded(run);
        assertThat(succeeded(submitted("'questions':120,'n':3", 5))).isEqualTo(result);
        assertThat(succeeded(submitted("'questions':120,'n':3", 6))).isNotEqualTo(result);

        sql.sql("DELETE FROM calibration WHERE run_id = :id").param("id", run).update();
        sql.sql(
                        "UPDATE run SET state = 'running', result = NULL, finished_at = NULL, owned_until = now() WHERE id = :id")
                .param("id", run)
                .update();
        assertThat(succeeded(run)).isEqualTo(result);
        assertThat(count("SELECT count(*) FROM calibration")).isEqualTo(3);
    }

    @Test
    void tooFewPicturesOrGreyOnesCalibrateNothing() {
        photos(120);
        JsonNode few = succeeded(submitted("'questions':60,'n':3", 5)).path("calibration");
        assertThat(few.path("calibrated").booleanValue()).isFalse();
        assertThat(few.path("reason").stringValue()).contains("pictures have a prediction and 100 are needed");
        assertThat(few.path("ece").isNull()).isTrue();

        String blank = submitted("'questions':120,'n':3,'blank_images':true", 5);
        JsonNode grey = succeeded(blank);
        assertThat(grey.at("/calibration/calibrated").booleanValue()).isFalse();
        assertThat(grey.at("/calibration/reason").stringValue()).contains("grey");
        assertThat(asked(blank, 1).get(0).prompt().toString()).contains("blank:56x28");
        assertThat(count("SELECT count(*) FROM calibration")).isZero();
    }

    @Test
    void aModelThatNamesNoPlaceIsNotCalibrated() {
        photos(110);
        workers.completion = letter -> "<answer>nowhere</answer>";
        JsonNode result = succeeded(submitted("'questions':110,'n':2", 5));
        assertThat(result.path("unanswered").doubleValue()).isEqualTo(1);
        assertThat(result.path("median_km").isNull()).isTrue();
        assertThat(result.path("geo_score").doubleValue()).isZero();
        assertThat(result.at("/calibration/reason").stringValue()).startsWith("0 pictures have a prediction");
    }

    @Test
    void aDatasetWithTooFewPositionsIsRefused() {
        photos(5);
        assertThat(finished(submitted("'questions':6", 5)).error())
                .contains("dataset 'photos' has 5 pictures with a latitude and longitude to test on", "set it to 5");
        sql.sql("UPDATE dataset_sample SET latitude = NULL, longitude = NULL").update();
        assertThat(finished(submitted("'questions':6", 5)).error())
                .contains("dataset 'photos' has no pictures with a latitude and longitude to test on");
    }

    @Test
    void miniEarthIsLocatedByTheNamesOfItsCities() throws InterruptedException {
        workers.completion = letter -> "<answer>norvik</answer>";
        Run run = finished(submit(
                "{\"type\":\"eval\",\"eval\":{\"task\":\"geolocation\",\"questions\":150}},\"prompt_style\":\"nano\"",
                "nano-base",
                1));
        JsonNode result = Objects.requireNonNull(run.result());
        assertThat(result.path("unanswered").doubleValue()).isZero();
        assertThat(result.path("prompt_style").stringValue()).isEqualTo("nano.v1");
        List<RolloutGroup> groups = asked(run.id(), 3);
        long norvik = groups.stream()
                .filter(group -> "norvik".equals(group.truth().city()))
                .count();
        assertThat(norvik).isPositive();
        assertThat(result.at("/accuracy_within_km/25/accuracy").doubleValue()).isEqualTo(norvik / 150.0);
        assertThat(groups).extracting(group -> group.prompt().toString()).doesNotHaveDuplicates();
    }
}
