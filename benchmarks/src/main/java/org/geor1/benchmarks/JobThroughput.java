package org.geor1.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.geor1.jobs.JobsConfiguration;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpecReader;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/**
 * The job store alone on a new embedded PostgreSQL, fsync on: two workers claim rollout jobs, store eight completions for
 * each, then claim the reward jobs that this queues and store their scores. Nothing is generated.
 */
final class JobThroughput {

    private static final int GROUPS = 2000;
    private static final int COMPLETIONS = 8;
    private static final int CLAIM = 16;
    private static final int WORKERS = 2;
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final String SHA = "a".repeat(64);

    private JobThroughput() {}

    /** Jobs of both kinds finished per second. */
    static double measure() throws IOException {
        Home home = new Home(Files.createTempDirectory("geor1-jobs"));
        home.prepare();
        try (EmbeddedDatabase database = new EmbeddedDatabase(home);
                ConfigurableApplicationContext context = stores(database.start())) {
            openStep(context);
            long start = System.nanoTime();
            long jobs = drain(context, JobKind.ROLLOUT) + drain(context, JobKind.REWARD);
            if (jobs != 2L * GROUPS) {
                throw new IllegalStateException(jobs + " jobs were finished instead of " + 2 * GROUPS);
            }
            return jobs / ((System.nanoTime() - start) / 1e9);
        }
    }

    private static ConfigurableApplicationContext stores(DatabaseAccess database) {
        return new SpringApplicationBuilder(Stores.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(
                        "--spring.datasource.url=" + database.jdbcUrl(),
                        "--spring.datasource.username=" + database.user(),
                        "--spring.datasource.password=" + database.password(),
                        "--geor1.models-dir=" + Installation.models(),
                        "--geor1.internal-token=bench",
                        "--logging.level.root=warn");
    }

    private static void openStep(ConfigurableApplicationContext context) {
        RunStore runs = context.getBean(RunStore.class);
        runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                {"experiment":"bench","model":"nano-base","seed":7,"method":{"type":"grpo"}}""")));
        RunStore.RunLease lease = runs.adopt("bench", LEASE).orElseThrow().lease();
        context.getBean(StepStore.class)
                .publishInitial(
                        lease,
                        new Artifact(SHA, "policy", List.of(new Artifact.FileEntry("model.safetensors", 3, SHA))));
        RolloutPayload payload = new RolloutPayload(0, COMPLETIONS, 1, 64, 7, 0, SHA);
        context.getBean(StepStore.class)
                .open(
                        lease,
                        1,
                        0,
                        IntStream.range(0, GROUPS)
                                .mapToObj(index -> new RolloutStore.NewGroup(
                                        index,
                                        List.of(new PromptPart.Text("which tile?")),
                                        new Truth("B", 2, "city", "country", 1.5, 2.5),
                                        List.of(payload)))
                                .toList());
    }

    private static long drain(ConfigurableApplicationContext context, JobKind kind) {
        JobStore jobs = context.getBean(JobStore.class);
        RolloutStore rollouts = context.getBean(RolloutStore.class);
        Function<List<Job>, List<Long>> finish = kind == JobKind.ROLLOUT
                ? claimed -> rollouts.completeRollouts(
                        claimed.stream().map(JobThroughput::generated).toList())
                : claimed -> rollouts.completeRewards(
                        claimed.stream().map(job -> scored(rollouts, job)).toList());
        AtomicLong finished = new AtomicLong();
        List<Thread> workers = IntStream.range(0, WORKERS)
                .mapToObj(worker -> new Thread(() -> {
                    List<Job> claimed;
                    while (!(claimed = jobs.claim(Set.of(kind), "worker-" + worker, CLAIM, LEASE)).isEmpty()) {
                        finished.addAndGet(finish.apply(claimed).size());
                    }
                }))
                .toList();
        workers.forEach(Thread::start);
        for (Thread worker : workers) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException("interrupted while workers drain the queue", e);
            }
        }
        return finished.get();
    }

    private static RolloutStore.GeneratedPart generated(Job job) {
        RolloutStore.NewRollout rollout =
                new RolloutStore.NewRollout("<think>…</think><answer>B</answer>", new int[64], new float[64], "stop");
        return new RolloutStore.GeneratedPart(job, 0, 0, Collections.nCopies(COMPLETIONS, rollout));
    }

    private static RolloutStore.GroupScores scored(RolloutStore rollouts, Job job) {
        return new RolloutStore.GroupScores(
                job,
                rollouts.group(job.groupId()).orElseThrow().rollouts().stream()
                        .map(JobThroughput::score)
                        .toList());
    }

    private static RolloutStore.RolloutScore score(Rollout rollout) {
        return new RolloutStore.RolloutScore(rollout.id(), "B", Map.of("accuracy", 1.0, "format", 1.0), 1.5, List.of());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(JobsConfiguration.class)
    static class Stores {}
}
