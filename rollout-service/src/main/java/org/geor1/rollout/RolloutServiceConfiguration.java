package org.geor1.rollout;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import org.geor1.geo.picture.Pictures;
import org.geor1.jobs.JobsConfiguration;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.image.ImageCache;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.transport.FilesByHash;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.web.InferenceApi;
import org.geor1.web.InternalProblemAdvice;
import org.geor1.web.InternalTokenFilter;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** The rollout service's beans, alone in a process or beside the other services. */
@Configuration(proxyBeanMethods = false)
@Import({JobsConfiguration.class, GenerateController.class, InternalProblemAdvice.class})
@EnableConfigurationProperties(RolloutProperties.class)
public class RolloutServiceConfiguration {

    @Bean
    RolloutEngine rolloutEngine(RolloutProperties properties, MeterRegistry meters) {
        EngineOptions bounds =
                EngineOptions.DEFAULT.withKvBytes(properties.kvCache().toBytes());
        OnDemandEngine engine =
                new OnDemandEngine(properties.device(), properties.precision(), bounds, new EngineMetrics(meters));
        EngineMetrics.publish(meters, engine);
        return engine;
    }

    @Bean
    Generator generator(RolloutEngine engine, MeterRegistry meters) {
        return new Generator(engine, meters);
    }

    @Bean
    PolicyTransport rolloutTransport(
            ArtifactStore artifacts,
            PlatformProperties platform,
            RolloutProperties properties,
            ObservationRegistry observations) {
        return new FilesByHash(artifacts, new TrainerStore(platform, properties, observations));
    }

    @Bean
    ImageCache rolloutImages(
            PlatformProperties platform, RolloutProperties properties, ObservationRegistry observations) {
        return new ImageCache(
                platform.artifactsDir(),
                properties.imageCache().toBytes(),
                new TrainerImages(platform, properties.fetchTimeout(), observations));
    }

    /** The sources whose images prompts may name. All of them are named here alone. */
    @Bean
    Prompts prompts(Images images) {
        return new Prompts(images, new Pictures(List.of(new MiniEarthPictures())));
    }

    @Bean
    RolloutJobs rolloutJobs(
            RolloutStore rollouts, Generator generator, PolicyTransport weights, Prompts prompts, JsonMapper json) {
        return new RolloutJobs(rollouts, generator, weights, prompts, json);
    }

    @Bean
    JobWorker rolloutWorker(
            RolloutProperties properties, JobStore jobs, JobsProperties queue, Traces traces, RolloutJobs handler) {
        return new JobWorker(JobKind.ROLLOUT, properties.worker(), properties.batch(), jobs, queue, traces, handler);
    }

    @Bean
    FilterRegistrationBean<InternalTokenFilter> rolloutInternalOnly(PlatformProperties properties) {
        return InternalTokenFilter.guarding(
                "rolloutInternalOnly", properties.internalToken(), InferenceApi.PATH, InferenceApi.STYLE_PATH);
    }
}
