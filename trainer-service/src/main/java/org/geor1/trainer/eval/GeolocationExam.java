package org.geor1.trainer.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.geor1.gazetteer.locate.Places;
import org.geor1.gazetteer.locate.RankedPlace;
import org.geor1.gazetteer.locate.ReadPlace;
import org.geor1.geo.calibration.Prediction;
import org.geor1.geo.calibration.SplitCalibration;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.LocatedItem;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.Truth;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.protocol.run.Eval;
import org.geor1.trainer.run.DrivenRun;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how far first predictions are from the truth, made of answers in the very way in which {@code /v1/geolocate} makes
 * them, and calibrates the model by that.
 */
final class GeolocationExam implements Exam {

    private static final double METRES_PER_KM = 1_000;

    private final DrivenRun run;
    private final Eval eval;
    private final Asked asked;
    private final CalibrationStore calibrations;
    private final JsonMapper json;

    /** By the number of their question. */
    private final Map<Long, LocatedItem> items = new TreeMap<>();

    /**
     * How the model is asked.
     *
     * @param policyArtifact hash of its weights
     * @param promptStyle with its version
     * @param places of the style's planet
     */
    record Asked(String policyArtifact, String promptStyle, Places places) {}

    GeolocationExam(DrivenRun run, Asked asked, CalibrationStore calibrations, JsonMapper json) {
        this.run = run;
        this.eval = run.spec().requireEval();
        this.asked = asked;
        this.calibrations = calibrations;
        this.json = json;
        calibrations.items(run.id()).forEach(item -> items.put(item.item(), item));
    }

    @Override
    public void add(long step, List<RolloutGroup> groups) {
        long first = (step - 1) * eval.asked().promptsPerStep();
        List<LocatedItem> added = new ArrayList<>();
        for (RolloutGroup group : groups) {
            added.add(item(first + group.index(), group));
        }
        calibrations.add(run.lease(), added);
        added.forEach(item -> items.put(item.item(), item));
    }

    private LocatedItem item(long number, RolloutGroup group) {
        List<Rollout> answers = group.rollouts();
        List<ReadPlace> read = answers.stream()
                .map(rollout -> asked.places().read(rollout.completion()))
                .toList();
        return new LocatedItem(
                number,
                RankedPlace.of(read).stream()
                        .findFirst()
                        .map(place -> first(place, group.truth()))
                        .orElse(null),
                answers.size(),
                answers.stream().mapToLong(Rollout::tokens).sum(),
                answers.stream().mapToInt(Rollout::tokens).max().orElse(0),
                (int) answers.stream().filter(Rollout::truncated).count());
    }

    private static LocatedItem.First first(RankedPlace place, Truth truth) {
        GeoPoint position = new GeoPoint(Objects.requireNonNull(truth.lat()), Objects.requireNonNull(truth.lon()));
        return new LocatedItem.First(
                place.share(), place.spreadKm(), place.place().position().distanceMetres(position) / METRES_PER_KM);
    }

    @Override
    public Map<String, Double> metrics() {
        GeolocationResult.Distances distances = GeolocationResult.Distances.of(items.values());
        return Map.of(
                "eval/within_25_km",
                distances.within(Prediction.RIGHT_KM).accuracy(),
                "eval/geo_score",
                distances.geoScore());
    }

    @Override
    public GeolocationResult finish() {
        Optional<SplitCalibration> calibration = eval.blankImages()
                ? Optional.empty()
                : SplitCalibration.of(predictions(), run.spec().seed());
        GeolocationResult result = GeolocationResult.of(eval, asked.promptStyle(), items.values(), calibration);
        calibration.ifPresent(found -> calibrations.save(run.lease(), stored(found, result)));
        return result;
    }

    private Map<Long, Prediction> predictions() {
        Map<Long, Prediction> predictions = new TreeMap<>();
        items.forEach((number, item) -> {
            LocatedItem.First first = item.prediction();
            if (first != null) {
                predictions.put(number, new Prediction(first.share(), first.distanceKm()));
            }
        });
        return predictions;
    }

    private StoredCalibration stored(SplitCalibration found, GeolocationResult result) {
        return new StoredCalibration(
                run.id(),
                asked.policyArtifact(),
                asked.promptStyle(),
                eval.n(),
                Sampling.temperature(eval.n()),
                eval.maxCompletionLength(),
                result.longest(),
                result.cutShort(),
                run.spec().datasetNames(),
                found.fitted() + found.measured(),
                found.reliability().expectedCalibrationError(),
                found.coverage(),
                json.valueToTree(found.calibration()));
    }
}
