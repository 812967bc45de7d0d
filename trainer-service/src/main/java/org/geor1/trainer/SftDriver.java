package org.geor1.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.CrashPoint;
import org.geor1.jobs.StepStore;
import org.geor1.protocol.RunSpec;
import org.geor1.rl.SftConfig;
import org.geor1.rl.TrainingSession;
import org.geor1.rl.TrainingSessions;
import org.jspecify.annotations.Nullable;

/** Scaffolding: supervised fine-tuning on chain-of-thought exemplars. */
final class SftDriver implements RunDriver {

    private final TrainingLoop loop;
    private final TrainingSessions sessions;
    private final StepStore steps;

    SftDriver(TrainingLoop loop, TrainingSessions sessions, StepStore steps) {
        this.loop = loop;
        this.sessions = sessions;
        this.steps = steps;
    }

    @Override
    public @Nullable String drive(RunContext context) throws InterruptedException {
        loop.train(context, new Method(context));
        return null;
    }

    private final class Method implements TrainingMethod {

        private final RunContext context;
        private final RunSpec.Sft sft;
        private final Exemplars exemplars;

        Method(RunContext context) {
            this.context = context;
            this.sft = context.spec().method().requireSft();
            this.exemplars = new Exemplars(context.spec().seed(), (long) sft.maxSteps() * sft.batchSize());
        }

        @Override
        public TrainingSession start(Path initialPolicy) {
            SftConfig config = new SftConfig(
                    sft.learningRate(),
                    sft.weightDecay(),
                    sft.maxGradNorm(),
                    sft.warmupSteps(),
                    sft.maxSteps(),
                    sft.freezeVision(),
                    sft.gradientCheckpointing(),
                    MemorySettings.of(sft.memory(), false),
                    context.spec().seed());
            sessions.requireMemory(initialPolicy, config, exemplars.batch(1, sft.batchSize()));
            return sessions.sft(initialPolicy, config);
        }

        @Override
        public boolean publishesEachStep() {
            return false;
        }

        @Override
        public int checkpointEvery() {
            return sft.checkpointEvery();
        }

        @Override
        public Outcome step(TrainingSession session, long step) {
            steps.open(context.lease(), step, step - 1);
            CrashPoint.BEFORE_UPDATE.reach();
            return new Outcome(session.sftStep(exemplars.batch(step, sft.batchSize())), Map.of(), List.of());
        }

        @Override
        public void redo(TrainingSession session, long step) {
            session.sftStep(exemplars.batch(step, sft.batchSize()));
        }
    }
}
