package org.geor1.reward;

import org.geor1.jobs.JobsConfiguration;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.run.RunStore;
import org.geor1.reward.http.AllowedHosts;
import org.geor1.reward.http.HttpRewards;
import org.geor1.web.InternalProblemAdvice;
import org.geor1.web.InternalTokenFilter;
import org.geor1.web.RewardApi;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The reward service's beans, alone in a process or beside the other services. */
@Configuration(proxyBeanMethods = false)
@Import({JobsConfiguration.class, RewardController.class, InternalProblemAdvice.class})
@EnableConfigurationProperties(RewardProperties.class)
public class RewardServiceConfiguration {

    @Bean
    HttpRewards httpRewards(RewardProperties properties) {
        return HttpRewards.of(new AllowedHosts(properties.allowedHosts()));
    }

    @Bean
    RewardJobs rewardJobs(
            RolloutStore rollouts, RunStore runs, HttpRewards endpoints, EventStore events, Traces traces) {
        return new RewardJobs(rollouts, runs, endpoints, new EndpointAlarms(events), traces);
    }

    @Bean
    JobWorker rewardWorker(
            RewardProperties properties, JobStore jobs, JobsProperties queue, Traces traces, RewardJobs handler) {
        return new JobWorker(JobKind.REWARD, properties.worker(), properties.batch(), jobs, queue, traces, handler);
    }

    @Bean
    FilterRegistrationBean<InternalTokenFilter> rewardInternalOnly(PlatformProperties properties) {
        return InternalTokenFilter.guarding(
                "rewardInternalOnly", properties.internalToken(), RewardApi.PATH, RewardApi.PATH + "/*");
    }
}
