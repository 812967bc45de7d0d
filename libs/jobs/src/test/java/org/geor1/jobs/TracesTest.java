package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.queue.JobWorker;
import org.geor1.jobs.queue.JobsProperties;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.dao.DataIntegrityViolationException;

/** A run, its rollout jobs and its reward jobs keep the trace of the request that submitted the run. */
class TracesTest extends StoreTest {

    private static final String FIRST = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SECOND = "0af7651916cd43dd8448eb211c80319c";

    @Test
    void runsAndJobsKeepTheTraceOfTheRequest() {
        OwnedRun owned = submitted(FIRST);
        assertThat(owned.traceparent()).startsWith("00-" + FIRST + "-");
        open(owned, 1);
        Job rollout = claim(JobKind.ROLLOUT, 1).get(0);
        assertThat(rollout.traceparent()).isEqualTo(owned.traceparent());
        rollouts.completeRollouts(List.of(generated(rollout)));
        assertThat(claim(JobKind.REWARD, 1))
                .singleElement()
                .extracting(Job::traceparent)
                .isEqualTo(owned.traceparent());
    }

    @Test
    void aWorkerHandlesEachJobUnderItsTrace() {
        open(submitted(FIRST), 2);
        open(submitted(SECOND), 2);
        open(adopted(), 1);
        Map<Long, Job> jobsById = new ConcurrentHashMap<>();
        Map<Long, String> seen = new ConcurrentHashMap<>();
        JobsProperties quick = new JobsProperties(
                LEASE, Duration.ofMillis(1), Duration.ofMillis(1), 3, Duration.ofMillis(1), Duration.ofMillis(1));
        JobWorker worker =
                new JobWorker(JobKind.ROLLOUT, "worker", 10, jobs, quick, traces, JobWorker.batches(batch -> {
                    for (Job job : batch) {
                        jobsById.put(job.id(), job);
                        seen.put(job.id(), MDC.get("traceId"));
                    }
                    rollouts.completeRollouts(
                            batch.stream().map(StoreTest::generated).toList());
                }));
        worker.start();
        try {
            Awaitility.await().until(() -> seen.size() == 5);
        } finally {
            worker.stop();
        }
        assertThat(seen.values()).filteredOn(FIRST::equals).hasSize(2);
        assertThat(seen.values()).filteredOn(SECOND::equals).hasSize(2);
        assertThat(seen.values()).allMatch(id -> id.matches("[0-9a-f]{32}"));
        jobsById.forEach((id, job) -> {
            if (job.traceparent() != null) {
                assertThat(job.traceparent()).contains(seen.get(id));
            }
        });
    }

    @Test
    void workThatBelongsToNoRequestHasATraceOfItsOwn() {
        assertThat(adopted().traceparent()).isNull();
        assertThat(traces.current()).isNull();
        traces.resume(null, "work", () -> assertThat(traces.current()).contains(MDC.get("traceId")));
        assertThat(MDC.get("traceId")).isNull();
    }

    @Test
    void theDatabaseTakesOnlyWellFormedTraces() {
        newRun();
        assertThatThrownBy(() -> sql.sql("UPDATE run SET trace_parent = E'00-x\\nERROR forged'")
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private OwnedRun submitted(String trace) {
        traces.resume("00-" + trace + "-00f067aa0ba902b7-00", "request", this::newRun);
        return runs.adopt("trainer", LEASE).orElseThrow();
    }

    private void open(OwnedRun owned, int groups) {
        Artifact policy = artifact(SHA);
        steps.publishInitial(owned.lease(), policy);
        steps.open(owned.lease(), 1, 0, newGroups(groups, 1));
    }
}
