package org.geor1.trainer;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.outage.CrashPoint;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.RunSpec;
import org.geor1.rl.SftConfig;
import org.geor1.rl.TrainingSession;
import org.geor1.rl.TrainingSessions;
import org.geor1.rl.UpdateConfig;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Scaffolding: supervised fine-tuning on chain-of-thought exemplars. */
final class SftDriver implements RunDriver {

    private final TrainingLoop loop;
    private final TrainingSessions sessions;
    private final StepStore steps;
    private final MetricStore metrics;
    private final JsonMapper json;

    SftDriver(TrainingLoop loop, TrainingSessions sessions, StepStore steps, MetricStore metrics, JsonMapper json) {
        this.loop = loop;
        this.sessions = sessions;
        this.steps = steps;
        this.metrics = metrics;
        this.json = json;
    }

    @Override
    public @Nullable String drive(RunContext context) throws InterruptedException {
        Method method = new Method(context);
        loop.train(context, method);
        EarlyStopping.Result result = method.stopping.result();
        return result == null ? null : json.writeValueAsString(result);
    }

    private Map<Long, Double> evaluated(RunContext context) {
        Map<Long, Double> losses = new HashMap<>();
        CommittedMetrics.of(metrics, context.id(), List.of(EarlyStopping.EVAL_LOSS))
                .forEach((step, values) -> losses.put(step, values.getOrDefault(EarlyStopping.EVAL_LOSS, Double.NaN)));
        return losses;
    }

    private final class Method implements TrainingMethod {

        private final RunContext context;
        private final RunSpec.Sft sft;
        private final Exemplars exemplars;
        private final EarlyStopping stopping;

        Method(RunContext context) {
            this.context = context;
            this.sft = context.spec().method().requireSft();
            this.exemplars =
                    new Exemplars(context.spec().seed(), (long) sft.maxSteps() * sft.batchSize(), sft.answerOnly());
            this.stopping = new EarlyStopping(sft.earlyStopping());
            stopping.replay(context.run().startStep(), context.run().currentStep(), evaluated(context));
        }

        @Override
        public TrainingSession start(Path initialPolicy) {
            return sessions.sft(initialPolicy, fitting(initialPolicy));
        }

        @Override
        public TrainingSession goOn(Path state) {
            return sessions.resume(state, fitting(state));
        }

        private SftConfig fitting(Path checkpoint) {
            UpdateConfig update = UpdateConfig.builder()
                    .learningRate(sft.learningRate())
                    .maxGradNorm(sft.maxGradNorm())
                    .warmupSteps(sft.warmupSteps())
                    .maxSteps(sft.maxSteps())
                    .trainable(TrainableSettings.of(sft.freezeVision(), sft.freeze(), sft.lora()))
                    .gradientCheckpointing(sft.gradientCheckpointing())
                    .maxSkippedSteps(sft.maxSkippedSteps())
                    .memory(MemorySettings.of(sft.memory(), false))
                    .seed(context.spec().seed())
                    .build();
            SftConfig config = new SftConfig(update, sft.weightDecay());
            sessions.requireMemory(checkpoint, config, exemplars.batch(1, sft.batchSize()));
            return config;
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
            Map<String, Double> metrics = new HashMap<>(session.sftStep(exemplars.batch(step, sft.batchSize())));
            if (!stopping.evaluatesAfter(step)) {
                return new Outcome(metrics, Map.of(), List.of());
            }
            double loss = session.sftLoss(exemplars.heldOut(sft.earlyStopping().evalSamples()));
            metrics.put(EarlyStopping.EVAL_LOSS, loss);
            boolean best = stopping.evaluated(step, loss) && stopping.keepsBest();
            return new Outcome(metrics, Map.of(), stopping.stops() ? List.of(stopped(step)) : List.of(), best);
        }

        private NewEvent stopped(long step) {
            return new NewEvent(
                    EventType.LOG,
                    step,
                    Map.of("level", "info", "message", "training stops early: " + stopping.reason()));
        }

        @Override
        public boolean hasEnded() {
            return stopping.stops();
        }

        @Override
        public void redo(TrainingSession session, long step) {
            session.sftStep(exemplars.batch(step, sft.batchSize()));
        }
    }
}
