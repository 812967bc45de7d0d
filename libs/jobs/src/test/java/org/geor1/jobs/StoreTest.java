package org.geor1.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.checkpoint.Retention;
import org.geor1.jobs.common.Traces;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.RolloutPayload;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.Truth;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** The stores on a real PostgreSQL, embedded unless a subclass asks for a container; each test starts with empty tables. */
@SpringBootTest(properties = {"geor1.internal-token=test", "geor1.jobs.max-attempts=3", "geor1.jobs.backoff=1h"})
@TestPropertySource(properties = TestDatabase.PROPERTY + "=embedded")
abstract class StoreTest {

    static final Duration LEASE = Duration.ofMinutes(5);
    static final String SHA = "a".repeat(64);

    @Autowired
    RunStore runs;

    @Autowired
    JobStore jobs;

    @Autowired
    RolloutStore rollouts;

    @Autowired
    StepStore steps;

    @Autowired
    CheckpointStore checkpoints;

    @Autowired
    Retention retention;

    @Autowired
    MetricStore metrics;

    @Autowired
    EventStore events;

    @Autowired
    ModelCatalog models;

    @Autowired
    JdbcClient sql;

    @Autowired
    MeterRegistry meters;

    @Autowired
    Traces traces;

    @DynamicPropertySource
    static void models(DynamicPropertyRegistry registry) {
        registry.add("geor1.models-dir", () -> Models.DIRECTORY.toString());
        registry.add(
                "geor1.artifacts-dir",
                () -> Models.DIRECTORY.resolve("artifacts").toString());
    }

    @BeforeEach
    void emptyTables() {
        sql.sql("TRUNCATE run, artifact CASCADE").update();
    }

    Run newRun() {
        return runs.create(spec());
    }

    static RunSpec spec() {
        return RunSpecReader.read(JsonMapper.shared().readTree("""
                                {"experiment":"x","model":"nano-base","seed":7,"method":{"type":"grpo"}}"""));
    }

    OwnedRun adopted() {
        newRun();
        return runs.adopt("trainer", LEASE).orElseThrow();
    }

    /** A run with step 1 open: {@code groups} groups of {@code parts} jobs, each drawing one completion. */
    OwnedRun opened(int groups, int parts) {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact(SHA));
        steps.open(owned.lease(), 1, 0, newGroups(groups, parts));
        return owned;
    }

    static Artifact artifact(String sha256) {
        return new Artifact(sha256, "policy", List.of(new Artifact.FileEntry("model.safetensors", 3, SHA)));
    }

    static List<RolloutStore.NewGroup> newGroups(int groups, int parts) {
        return IntStream.range(0, groups)
                .mapToObj(index -> new RolloutStore.NewGroup(
                        index,
                        List.of(new PromptPart.Text("where?"), new PromptPart.Image("blank:8x8", "panorama", null)),
                        new Truth("B", 2, "Lumen", "Arda", 1.5, 2.5),
                        IntStream.range(0, parts)
                                .mapToObj(part -> new RolloutPayload(part, 1, 1, 16, 7, 0, SHA))
                                .toList()))
                .toList();
    }

    List<Job> claim(JobKind kind, int limit) {
        return jobs.claim(Set.of(kind), "worker", limit, LEASE);
    }

    static RolloutStore.GeneratedPart generated(Job job) {
        return new RolloutStore.GeneratedPart(
                job,
                job.part(),
                0,
                List.of(new RolloutStore.NewRollout(
                        "<think>x\0</think><answer>B</answer>", new int[] {1, 2}, new float[] {-1f, -2f}, "stop")));
    }

    RolloutStore.GroupScores scored(Job job) {
        return new RolloutStore.GroupScores(
                job,
                rollouts.group(job.groupId()).orElseThrow().rollouts().stream()
                        .map(rollout -> new RolloutStore.RolloutScore(
                                rollout.id(), "B", Map.of("accuracy", 1.0, "format", 0.0), 1.0, List.of("short")))
                        .toList());
    }

    void expireLeases() {
        sql.sql("UPDATE job SET lease_until = now() - interval '1 second' WHERE state = 'leased'")
                .update();
        sql.sql("UPDATE run SET owned_until = now() - interval '1 second' WHERE owned_until IS NOT NULL")
                .update();
    }

    long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({JobsConfiguration.class, TestDatabase.class})
    static class Application {

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    /** A models folder with one model in it. */
    static final class Models {

        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                Path directory = Files.createTempDirectory("models");
                Files.writeString(
                        Files.createDirectories(directory.resolve("nano-base")).resolve("config.json"), "{}");
                return directory;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
