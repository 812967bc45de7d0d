package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.calibration.LocatedItem;
import org.geor1.jobs.calibration.StoredCalibration;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.run.RunStore.RunLease;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Contract: a calibration is found for the very weights and way of asking that it was measured for, is written by the run's
 * trainer alone, and goes with its run.
 */
class CalibrationStoreTest extends StoreTest {

    private static final String FIT = "{\"confidence\":{\"inputs\":[0.5],\"values\":[0.25]}}";

    @Autowired
    CalibrationStore calibrations;

    private static StoredCalibration calibration(String run, int n, int maxTokens, int longest, long cutShort) {
        return new StoredCalibration(
                run, SHA, "nano.v1", n, 1, maxTokens, longest, cutShort, "mini-earth", 120, 0.04, 0.91, Json.tree(FIT));
    }

    private RunLease evaluated() {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact(SHA));
        return owned.lease();
    }

    @Test
    void itHoldsForTheSameWeightsStyleAndDrawsAlone() {
        RunLease run = evaluated();
        StoredCalibration stored = calibration(run.runId(), 8, 256, 256, 1);
        assertThat(calibrations.isAny("nano.v1", 8, 1)).isFalse();
        calibrations.save(run, stored);

        assertThat(calibrations.find(SHA, "nano.v1", 8, 1, 256)).contains(stored);
        assertThat(calibrations.isAny("nano.v1", 8, 1)).isTrue();
        assertThat(calibrations.find("b".repeat(64), "nano.v1", 8, 1, 256)).isEmpty();
        assertThat(calibrations.find(SHA, "nano.v2", 8, 1, 256)).isEmpty();
        assertThat(calibrations.find(SHA, "nano.v1", 7, 1, 256)).isEmpty();
        assertThat(calibrations.find(SHA, "nano.v1", 8, 0, 256)).isEmpty();
        assertThat(calibrations.isAny("nano.v2", 8, 1)).isFalse();
        assertThat(calibrations.isAny("nano.v1", 7, 1)).isFalse();
        assertThat(calibrations.isAny("nano.v1", 8, 0)).isFalse();
        assertThat(calibrations.ofPolicies(List.of(SHA, "b".repeat(64)))).containsOnlyKeys(SHA);
        assertThat(calibrations.ofPolicies(List.of())).isEmpty();
    }

    /** An answer that was cut short might have ended with a place; one that ended by itself is the same under a higher limit. */
    @Test
    void anotherLimitOnTheLengthIsFineIfItWouldHaveCutNothingShort() {
        RunLease cut = evaluated();
        calibrations.save(cut, calibration(cut.runId(), 2, 256, 256, 1));
        assertThat(calibrations.find(SHA, "nano.v1", 2, 1, 2048)).isEmpty();
        assertThat(calibrations.find(SHA, "nano.v1", 2, 1, 255)).isEmpty();

        RunLease whole = evaluated();
        calibrations.save(whole, calibration(whole.runId(), 3, 256, 90, 0));
        assertThat(calibrations.find(SHA, "nano.v1", 3, 1, 2048)).isPresent();
        assertThat(calibrations.find(SHA, "nano.v1", 3, 1, 90)).isPresent();
        assertThat(calibrations.find(SHA, "nano.v1", 3, 1, 89)).isEmpty();
    }

    @Test
    void theNewestCountsAndADeletedRunTakesItsOwnAlong() {
        RunLease first = evaluated();
        calibrations.save(first, calibration(first.runId(), 8, 256, 90, 0));
        calibrations.add(first, List.of(new LocatedItem(0, null, 8, 80, 20, 0)));
        RunLease second = evaluated();
        calibrations.save(second, calibration(second.runId(), 8, 256, 90, 0));
        assertThat(calibrations.find(SHA, "nano.v1", 8, 1, 256))
                .map(StoredCalibration::runId)
                .contains(second.runId());
        assertThat(calibrations.ofPolicies(List.of(SHA)).get(SHA))
                .extracting(StoredCalibration::runId)
                .containsExactly(second.runId(), first.runId());

        sql.sql("DELETE FROM run WHERE id = :id").param("id", second.runId()).update();
        assertThat(calibrations.find(SHA, "nano.v1", 8, 1, 256))
                .map(StoredCalibration::runId)
                .contains(first.runId());
        sql.sql("DELETE FROM run").update();
        assertThat(count("SELECT count(*) FROM calibration")).isZero();
        assertThat(count("SELECT count(*) FROM located_item")).isZero();
    }

    @Test
    void itemsAndCalibrationsAreWrittenOnce() {
        RunLease run = evaluated();
        LocatedItem found = new LocatedItem(7, new LocatedItem.First(0.625, 3.5, 1e-9), 8, 321, 90, 2);
        LocatedItem lost = new LocatedItem(3, null, 8, 80, 20, 0);
        calibrations.add(run, List.of(found, lost));
        calibrations.add(run, List.of(new LocatedItem(7, null, 1, 1, 1, 1)));
        calibrations.add(run, List.of());
        assertThat(calibrations.items(run.runId())).containsExactly(lost, found);

        calibrations.save(run, calibration(run.runId(), 8, 256, 90, 0));
        calibrations.save(run, calibration(run.runId(), 4, 256, 90, 0));
        assertThat(count("SELECT n FROM calibration")).isEqualTo(8);
    }

    @Test
    void aTrainerThatLostTheRunWritesNothing() {
        RunLease run = evaluated();
        runs.finish(run, RunState.FAILED, "over", null);
        assertThatThrownBy(() -> calibrations.save(run, calibration(run.runId(), 8, 256, 90, 0)))
                .isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> calibrations.add(run, List.of(new LocatedItem(0, null, 8, 80, 20, 0))))
                .isInstanceOf(LostLeaseException.class);
    }
}
