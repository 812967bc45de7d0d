package org.geor1.trainer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.geor1.jobs.artifact.ArtifactStore;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.queue.JobStore;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.jobs.step.StepStore;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.testsupport.TestDatabase;
import org.geor1.trainer.run.RunWorker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trainer on its own database, with {@link LedgerSessions} for training and {@link TestWorkers} as workers. Its folder is
 * deleted after each class, so no other class may get the same trainer.
 */
@DirtiesContext
@SpringBootTest(
        classes = TrainerApplication.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "geor1.internal-token=secret",
            "management.server.port=0",
            "geor1.trainer.idle=20ms",
            "geor1.trainer.poll=5ms"
        })
@Import({TestDatabase.class, TrainerFixture.Training.class})
abstract class TrainerFixture {

    @TempDir
    static Path home;

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
    MetricStore metrics;

    @Autowired
    ArtifactStore artifacts;

    @Autowired
    LedgerSessions sessions;

    @Autowired
    RunWorker trainer;

    @Autowired
    JdbcClient sql;

    TestWorkers workers;

    @DynamicPropertySource
    static void environment(DynamicPropertyRegistry registry) throws IOException {
        String models = home.resolve("models").toString();
        String artifacts = home.resolve("artifacts").toString();
        Files.writeString(Files.createDirectories(Path.of(models, "nano-base")).resolve("config.json"), "base");
        registry.add("geor1.models-dir", () -> models);
        registry.add("geor1.artifacts-dir", () -> artifacts);
        // At JVM exit the database stops before the trainer, which would otherwise retry for half a minute.
        registry.add("spring.datasource.hikari.connection-timeout", () -> "10000");
    }

    @BeforeEach
    void startWorkers() {
        sessions.beforeUpdate = step -> {};
        sessions.skips = step -> false;
        sessions.heldOutLoss = step -> 1.0 / step;
        workers = new TestWorkers(jobs, rollouts);
        trainer.start();
    }

    @AfterEach
    void stopWorkers() throws InterruptedException {
        workers.close();
    }

    /** @param method as JSON */
    String submit(String method, String model, long seed) {
        return runs.create(RunSpecReader.read(JsonMapper.shared()
                        .readTree("{\"model\":\"" + model + "\",\"seed\":" + seed + ",\"method\":" + method + "}")))
                .id();
    }

    /**
     * The next update with this number leaves the same traces as a killed process: a running run whose lease expires.
     */
    void breakAt(long broken) {
        sessions.beforeUpdate = step -> {
            if (step == broken) {
                sessions.beforeUpdate = any -> {};
                sql.sql("UPDATE run SET owned_until = now() WHERE state = 'running'")
                        .update();
                throw new LostLeaseException("killed");
            }
        };
    }

    Run finished(String id) {
        await(() -> state(id).terminal());
        return runs.find(id).orElseThrow();
    }

    RunState state(String id) {
        return runs.find(id).orElseThrow().state();
    }

    static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(20))
                .until(condition::getAsBoolean);
    }

    long count(String query) {
        return sql.sql(query).query(Long.class).single();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Training {
        @Bean
        @Primary
        LedgerSessions sessions() {
            return new LedgerSessions();
        }
    }
}
