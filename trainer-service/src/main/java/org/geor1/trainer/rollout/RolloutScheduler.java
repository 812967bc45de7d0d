package org.geor1.trainer.rollout;

import java.util.List;
import java.util.stream.LongStream;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.rollout.Completions;
import org.geor1.protocol.run.Grpo;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.source.RunTasks;
import org.jspecify.annotations.Nullable;

/**
 * Opens the groups of a GRPO run's steps as jobs of the rollout workers, and says which policy samples them.
 *
 * <p>Step n is sampled by version max(0, n − 1 − s), where s is {@code max_staleness} (a fork has its start step for 0). It
 * is opened as soon as that version is published, and sampled while the trainer still works on the s steps before it.
 * Policy, questions and seeds follow from n alone, and what was opened stays opened in the database. So a run that was
 * cut short finds its open groups again and trains on what it would have trained on.
 *
 * <p>Groups of round r of dynamic sampling, in a step with P prompts, have the indices from r P on: the rows tell which
 * round it was.
 */
public final class RolloutScheduler {

    private final DrivenRun run;
    private final StepGroups groups;
    private final StepStore steps;
    private final Grpo grpo;
    private final RunQuestions questions;
    private final RunQuestions further;
    private long opened;
    private @Nullable Uncommitted uncommitted;

    /** A policy version that workers can have and that no row names yet. */
    private record Uncommitted(long version, String artifact) {}

    public RolloutScheduler(DrivenRun run, RunTasks tasks, StepGroups groups, StepStore steps) {
        this.run = run;
        this.groups = groups;
        this.steps = steps;
        this.grpo = run.spec().requireGrpo();
        this.questions = RunQuestions.training(tasks, run.spec().seed(), grpo);
        // The same list, read at another position.
        this.further = RunQuestions.training(tasks, run.spec().seed(), grpo);
    }

    /** The first question of the run. Prompts of one run are equally large. */
    public RunQuestions.Asked firstQuestion() {
        return questions.get(0);
    }

    /** Opens a step and the later ones that may be sampled beside it. */
    public void open(long step) {
        long last = Math.min(step + grpo.rollouts().maxStaleness(), run.maxSteps());
        for (long ahead = Math.max(step, opened + 1); ahead <= last; ahead++) {
            long version = Math.max(run.startStep(), ahead - 1 - grpo.rollouts().maxStaleness());
            groups.open(
                    run,
                    ahead,
                    asked(
                            questions,
                            (ahead - 1) * grpo.questions().promptsPerStep(),
                            grpo.questions().promptsPerStep()),
                    draw(version));
            opened = ahead;
        }
    }

    /**
     * Opens the step that waits for the policy of {@code step}, before {@code step} is committed. Behind the run's last
     * step there is none. If the commit never comes, the opened step is taken back ({@link StepStore#takeBack}).
     *
     * @param policy hash of the policy that {@code step} has published
     */
    public void openNext(long step, String policy) {
        uncommitted = new Uncommitted(step, policy);
        long before = opened;
        open(step + 1);
        if (opened > before) {
            CrashPoint.NEXT_STEP_OPENED.reach();
        }
    }

    /**
     * Replaces groups whose rewards are all equal by questions from beyond the run's last step, sampled by the newest
     * policy (dynamic sampling, DAPO, arXiv 2503.14476).
     *
     * @param round 1 for the first of the step
     */
    void replace(long step, int round, List<RolloutGroup> flat) {
        long rounds = grpo.rollouts().dynamicSampling();
        int prompts = grpo.questions().promptsPerStep();
        long first = (run.maxSteps() + (step - 1) * rounds + round - 1) * prompts;
        groups.replace(run, step, flat, round * prompts, asked(further, first, flat.size()), draw(step - 1));
    }

    private static List<RunQuestions.Asked> asked(RunQuestions questions, long first, int count) {
        return LongStream.range(first, first + count).mapToObj(questions::get).toList();
    }

    private StepGroups.Draw draw(long version) {
        String artifact = uncommitted != null && uncommitted.version() == version
                ? uncommitted.artifact()
                : steps.policyArtifact(run.id(), version)
                        .orElseThrow(
                                () -> new IllegalStateException("policy version " + version + " is not published"));
        Completions completions = grpo.completions();
        return new StepGroups.Draw(
                completions.groupSize(),
                completions.temperature(),
                completions.sampling(),
                completions.maxCompletionLength(),
                version,
                artifact);
    }
}
