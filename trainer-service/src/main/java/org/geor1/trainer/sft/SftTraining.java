package org.geor1.trainer.sft;

import java.nio.file.Path;
import org.geor1.protocol.run.Sft;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.trainer.run.DrivenRun;
import org.geor1.trainer.training.MemorySettings;
import org.geor1.trainer.training.TrainableSettings;
import org.geor1.trainer.training.TrainingMethod;

/** How an SFT run opens its sessions, repeats its committed steps and ends early. */
final class SftTraining implements TrainingMethod {

    private final DrivenRun run;
    private final TrainingSessions sessions;
    private final Exemplars exemplars;
    private final EarlyStopping stopping;
    private final Sft sft;

    SftTraining(DrivenRun run, TrainingSessions sessions, Exemplars exemplars, EarlyStopping stopping) {
        this.run = run;
        this.sessions = sessions;
        this.exemplars = exemplars;
        this.stopping = stopping;
        this.sft = run.spec().requireSft();
    }

    @Override
    public TrainingSession start(Path initialPolicy) {
        return sessions.sft(initialPolicy, fitting(initialPolicy));
    }

    @Override
    public TrainingSession resumeFrom(Path state) {
        return sessions.resume(state, fitting(state));
    }

    private SftConfig fitting(Path checkpoint) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(sft.optimizer().learningRate())
                .maxGradNorm(sft.optimizer().maxGradNorm())
                .warmupSteps(sft.optimizer().warmupSteps())
                .maxSteps(Math.toIntExact(run.maxSteps()))
                .trainable(TrainableSettings.of(sft.trained()))
                .gradientCheckpointing(sft.memory().gradientCheckpointing())
                .maxSkippedSteps(sft.optimizer().maxSkippedSteps())
                .memory(MemorySettings.of(sft.memory(), false))
                .seed(run.spec().seed())
                .build();
        SftConfig config = new SftConfig(update, sft.weightDecay());
        sessions.requireMemory(checkpoint, config, exemplars.batch(1, sft.batchSize()));
        return config;
    }

    @Override
    public void redo(TrainingSession session, long step) {
        session.sftStep(exemplars.batch(step, sft.batchSize()));
    }

    @Override
    public boolean publishesEachStep() {
        return false;
    }

    @Override
    public int checkpointEvery() {
        return sft.checkpoints().checkpointEvery();
    }

    @Override
    public boolean hasEnded() {
        return stopping.stops();
    }
}
