package org.geor1.trainer.eval;

import java.util.List;
import java.util.Map;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.DrivenRun;

/** Counts right answers to questions that have one. */
final class PairingExam implements Exam {

    private final EvalResult.Tally tally;

    PairingExam(DrivenRun run, StepGroups groups) {
        this.tally = new EvalResult.Tally(
                run.spec().requireEval().blankImages(), run.spec().reward().accuracyMethod());
        for (long step = 1; step <= run.committedStep(); step++) {
            tally.add(groups.finished(run.id(), step));
        }
    }

    @Override
    public void add(long step, List<RolloutGroup> groups) {
        tally.add(groups);
    }

    @Override
    public Map<String, Double> metrics() {
        return Map.of("eval/accuracy", tally.result().accuracy());
    }

    @Override
    public EvalResult finish() {
        return tally.result();
    }
}
