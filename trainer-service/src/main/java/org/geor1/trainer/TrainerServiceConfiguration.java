package org.geor1.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.geor1.jobs.JobsConfiguration;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.calibration.CalibrationStore;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.image.ImageCollector;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.jobs.transport.FilesByHash;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.protocol.run.RunKind;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.trainer.eval.EvalLoop;
import org.geor1.trainer.grpo.GrpoLoop;
import org.geor1.trainer.rollout.StepGroups;
import org.geor1.trainer.run.RunLoop;
import org.geor1.trainer.run.RunWorker;
import org.geor1.trainer.sft.SftLoop;
import org.geor1.trainer.source.TrainerSources;
import org.geor1.trainer.training.OnDemandSessions;
import org.geor1.trainer.training.PolicyArtifacts;
import org.geor1.trainer.training.TrainingStores;
import org.geor1.trainer.web.ArtifactController;
import org.geor1.trainer.web.ImageController;
import org.geor1.trainer.web.ModelController;
import org.geor1.web.ImageApi;
import org.geor1.web.InternalProblemAdvice;
import org.geor1.web.InternalTokenFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The trainer service's beans, alone in a process or beside the other services. */
@Configuration(proxyBeanMethods = false)
@Import({
    JobsConfiguration.class,
    ArtifactController.class,
    ImageController.class,
    ModelController.class,
    InternalProblemAdvice.class
})
@EnableConfigurationProperties(TrainerProperties.class)
public class TrainerServiceConfiguration {

    @Bean
    TrainingSessions trainingSessions() {
        return new OnDemandSessions();
    }

    @Bean
    TrainerSources trainerSources(DatasetStore datasets, ImageStore images) {
        return new TrainerSources(datasets, images::fetch);
    }

    @Bean
    TrainingStores trainingStores(
            TrainerSources sources,
            TrainingSessions sessions,
            ArtifactStore artifacts,
            ModelCatalog models,
            StepStore steps,
            CheckpointStore checkpoints,
            Retention retention,
            PolicyTransport transport,
            EventStore events,
            MetricStore metrics,
            CalibrationStore calibrations,
            TrainerProperties properties,
            MeterRegistry meters) {
        PolicyArtifacts policies =
                new PolicyArtifacts(artifacts, models, sessions, steps, checkpoints, retention, properties.keep());
        return new TrainingStores(sources, sessions, policies, transport, steps, events, metrics, calibrations, meters);
    }

    @Bean
    ImageCollector imageCollector(ImageRegister register, ImageStore images) {
        return new ImageCollector(register, images);
    }

    /** Others fetch from this process's store, which fetches from nobody. */
    @Bean
    PolicyTransport trainerTransport(ArtifactStore artifacts) {
        return new FilesByHash(artifacts, FilesByHash.Origin.NONE);
    }

    @Bean
    FreeSpace freeSpace(PlatformProperties properties) {
        return new FreeSpace(properties.artifactsDir(), properties.minFreeSpace());
    }

    /** Readiness says it too: a trainer that has no room takes no runs. */
    @Bean
    HealthIndicator space(FreeSpace space) {
        return () -> {
            String shortage = space.shortage();
            return shortage == null
                    ? Health.up().build()
                    : Health.outOfService().withDetail("reason", shortage).build();
        };
    }

    @Bean
    RunWorker runWorker(
            RunStore runs,
            TrainingStores stores,
            RolloutStore rollouts,
            TrainerProperties properties,
            FreeSpace space,
            Traces traces,
            JsonMapper json) {
        StepGroups groups = new StepGroups(stores.steps(), rollouts, properties.poll());
        Map<RunKind, RunLoop> loops = Map.of(
                RunKind.SFT, new SftLoop(stores, json),
                RunKind.GRPO, new GrpoLoop(stores, groups),
                RunKind.EVAL, new EvalLoop(stores, groups, json));
        return new RunWorker(runs, loops, properties.owner(), properties.lease(), properties.idle(), space, traces);
    }

    @Bean
    FilterRegistrationBean<InternalTokenFilter> trainerInternalOnly(PlatformProperties properties) {
        return InternalTokenFilter.guarding(
                "trainerInternalOnly",
                properties.internalToken(),
                "/internal/v1/artifacts/*",
                ImageApi.PATH + "/*",
                "/internal/v1/models/*");
    }
}
