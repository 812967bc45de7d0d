package org.geor1.trainer.grpo;

import java.nio.file.Path;
import org.geor1.protocol.run.Grpo;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.trainer.rollout.CollectedGroups;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.trainer.rollout.RunQuestions;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.training.TrainingMethod;

/** How a GRPO run opens its sessions and repeats its committed steps. */
final class GrpoTraining implements TrainingMethod {

    private final DrivenRun run;
    private final TrainingSessions sessions;
    private final StepGroups groups;
    private final RunQuestions.Asked question;
    private final Prompts prompts;
    private final Grpo grpo;

    /** @param question one of the run's, for the memory plan */
    GrpoTraining(
            DrivenRun run, TrainingSessions sessions, StepGroups groups, RunQuestions.Asked question, Prompts prompts) {
        this.run = run;
        this.sessions = sessions;
        this.groups = groups;
        this.question = question;
        this.prompts = prompts;
        this.grpo = run.spec().requireGrpo();
    }

    @Override
    public TrainingSession start(Path initialPolicy) {
        return sessions.grpo(initialPolicy, fitting(initialPolicy));
    }

    @Override
    public TrainingSession resumeFrom(Path state) {
        return sessions.resume(state, fitting(state));
    }

    private GrpoConfig fitting(Path checkpoint) {
        GrpoConfig config = GrpoConfigs.of(grpo, run.maxSteps(), run.spec().seed());
        sessions.requireMemory(
                checkpoint,
                config,
                prompts.render(question.prompt()),
                grpo.completions().groupSize(),
                grpo.questions().promptsPerStep());
        return config;
    }

    @Override
    public void redo(TrainingSession session, long step) {
        session.grpoStep(CollectedGroups.scored(groups.finished(run.id(), step), prompts));
    }

    @Override
    public boolean publishesEachStep() {
        return true;
    }

    @Override
    public int checkpointEvery() {
        return grpo.checkpoints().checkpointEvery();
    }
}
