package org.geor1.benchmarks.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.jobs.outage.CrashPoint;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Contract: a run whose platform and database are killed between two checkpoints, and again before the commit of a policy
 * that the next step already samples from, ends with exactly the weights of an undisturbed run, and every run reaches
 * every named moment.
 */
class KilledRunTest {

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(names = {"GRPO", "OVERLAPPED", "BF16"})
    void aKilledRunEndsWithTheWeightsOfAnUndisturbedOne(ShortRun kind) throws Exception {
        Path archive = directory.resolve("classes.jsa");
        Undisturbed undisturbed = Undisturbed.run(kind, archive);
        assertThat(undisturbed.missing(kind)).isEmpty();
        assertThat(undisturbed.record().versions()).hasSize(ShortRun.STEPS + 1);
        // The second commit comes before the first checkpoint, so both steps must be redone.
        Kill atSecondCommit = new Kill(CrashPoint.AFTER_COMMIT, 0.3, false, true, 0);
        assertThat(atSecondCommit.time(undisturbed.expected(CrashPoint.AFTER_COMMIT, 0)))
                .isEqualTo(2);
        Kill atUnsynced = new Kill(CrashPoint.ARTIFACT_UNSYNCED, 0, false, true, 0);
        Kill atNextStep = new Kill(CrashPoint.NEXT_STEP_OPENED, 0, false, false, 0);
        List<String> log = new ArrayList<>();

        KilledRun.Result result = KilledRun.run(
                kind, undisturbed, KillPlan.of(kind, atSecondCommit, atUnsynced, atNextStep), 3, archive, log::add);

        assertThat(result.kills()).as(log::toString).containsExactly(atSecondCommit, atUnsynced, atNextStep);
        assertThat(result.differences()).isEmpty();
    }
}
