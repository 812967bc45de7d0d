package org.geor1.trainer;

import io.micrometer.core.instrument.MeterRegistry;
import org.geor1.jobs.JobsConfiguration;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.InternalTokenFilter;
import org.geor1.rl.TrainingSessions;
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
@Import({JobsConfiguration.class, ArtifactController.class, ModelController.class})
@EnableConfigurationProperties(TrainerProperties.class)
public class TrainerServiceConfiguration {

    @Bean
    TrainingSessions trainingSessions() {
        return new OnDemandSessions();
    }

    @Bean
    Policies policies(
            ArtifactStore artifacts,
            ModelCatalog models,
            TrainingSessions sessions,
            StepStore steps,
            CheckpointStore checkpoints,
            Retention retention,
            TrainerProperties properties) {
        return new Policies(artifacts, models, sessions, steps, checkpoints, retention, properties.keep());
    }

    @Bean
    RunDrivers runDrivers(
            TrainingSessions sessions,
            Policies policies,
            StepStore steps,
            EventStore events,
            RolloutStore rollouts,
            MetricStore metrics,
            TrainerProperties properties,
            JsonMapper json,
            MeterRegistry meters) {
        TrainingLoop loop = new TrainingLoop(sessions, policies, steps, events, metrics, meters);
        GroupSteps groups = new GroupSteps(steps, rollouts, properties);
        return new RunDrivers(
                new SftDriver(loop, sessions, steps, metrics, json),
                new GrpoDriver(loop, sessions, groups, steps),
                new EvalDriver(groups, steps, policies, json, meters));
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
    TrainerLoop trainerLoop(RunStore runs, RunDrivers drivers, TrainerProperties properties, FreeSpace space) {
        return new TrainerLoop(runs, drivers, properties, space);
    }

    @Bean
    FilterRegistrationBean<InternalTokenFilter> trainerInternalOnly(PlatformProperties properties) {
        FilterRegistrationBean<InternalTokenFilter> filter =
                new FilterRegistrationBean<>(new InternalTokenFilter(properties.internalToken()));
        filter.setName("trainerInternalOnly");
        filter.addUrlPatterns("/internal/v1/artifacts/*", "/internal/v1/models/*");
        return filter;
    }
}
