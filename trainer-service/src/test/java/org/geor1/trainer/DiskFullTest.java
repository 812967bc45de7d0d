package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.outage.FreeSpace;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.TestPropertySource;
import org.springframework.util.unit.DataSize;

/**
 * A full disk pauses runs, and the reason is reported everywhere, once in the log. Runs resume by themselves and end
 * with the weights of a run that was never paused.
 */
@ExtendWith(OutputCaptureExtension.class)
@Import(DiskFullTest.Disk.class)
@TestPropertySource(properties = "geor1.min-free-space=2MB")
class DiskFullTest extends TrainerFixture {

    private static final long MB = 1 << 20;
    private static final String GRPO =
            "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":6,\"prompts_per_step\":2,\"group_size\":4,\"checkpoint_every\":3}}";

    private static SmallDisk disk;

    @Autowired
    EventStore events;

    @LocalManagementPort
    int management;

    @BeforeAll
    static void makeDisk() throws Exception {
        disk = new SmallDisk(home.resolve("artifacts"), 96);
    }

    @AfterAll
    static void removeDisk() throws Exception {
        disk.close();
    }

    @BeforeEach
    void writeToTheDisk() {
        sessions.writer = (file, content) -> {
            try {
                disk.write(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        sessions.padding = 0;
    }

    @Test
    void aFullDiskPausesRunningAndQueuedRunsAndBothResume(CapturedOutput log) throws Exception {
        String whole = finished(submit(GRPO, "nano-base", 3)).id();
        assertThat(readiness()).isEqualTo(200);
        sessions.beforeUpdate = step -> {
            if (step == 5) {
                sessions.beforeUpdate = any -> {};
                disk.fillUpTo(MB);
            }
        };
        String driven = submit(GRPO, "nano-base", 3);
        await(() -> state(driven) == RunState.PAUSED);
        String waiting = submit(GRPO, "nano-base", 4);
        await(() -> state(waiting) == RunState.PAUSED);

        for (String id : List.of(driven, waiting)) {
            assertThat(runs.find(id).orElseThrow().pauseReason())
                    .startsWith("No space left on device: 1.0 MB free in ")
                    .endsWith(" wanted");
            assertThat(events.list(id, EventType.ALERT, 10, null).data())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.payloadJson())
                            .contains("disk_full", "No space left on device", "go on by themselves"));
        }
        assertThat(readiness()).isEqualTo(503);

        disk.empty();
        Run run = finished(driven);
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.pauseReason()).isNull();
        assertThat(finished(waiting).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.policyArtifact(driven, 6)).isEqualTo(steps.policyArtifact(whole, 6));
        assertThat(events.list(driven, EventType.ALERT, 10, null).data().get(0).payloadJson())
                .contains("There is space again");
        assertThat(readiness()).isEqualTo(200);
        assertThat(log.getAll().split("Runs are paused until there is space", -1))
                .hasSize(2);
        assertThat(log.getAll().split("There is space again for artifacts", -1)).hasSize(2);
    }

    @Test
    void aWriteLargerThanTheFreeSpaceLosesNothing(CapturedOutput log) throws Exception {
        String whole = finished(submit(GRPO, "nano-base", 8)).id();
        sessions.beforeUpdate = step -> {
            if (step == 2) {
                sessions.beforeUpdate = any -> {};
                disk.fillUpTo(3 * MB);
                sessions.padding = Math.toIntExact(4 * MB);
            }
        };
        String id = submit(GRPO, "nano-base", 8);
        await(() -> state(id) == RunState.PAUSED);
        assertThat(runs.find(id).orElseThrow().pauseReason()).contains("No space left on device");
        assertThat(log.getAll())
                .contains("found no space", "IOException: No space left on device")
                .doesNotContain("failed; its checkpoints stay");
        try (Stream<Path> unfinished = Files.list(home.resolve("artifacts").resolve("tmp"))) {
            assertThat(unfinished).isEmpty();
        }
        // The free space is as large as when the write failed, and above the limit, so a retry would fail again.
        assertThat(disk.free()).isGreaterThan(2 * MB);
        assertThat(readiness()).isEqualTo(503);
        disk.empty();
        sessions.padding = 0;
        assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.policyArtifact(id, 6)).isEqualTo(steps.policyArtifact(whole, 6));
    }

    @Test
    void aPausedRunCanBeCancelledWhileTheDiskIsFull() throws Exception {
        disk.fillUpTo(MB);
        String id = submit(GRPO, "nano-base", 9);
        await(() -> state(id) == RunState.PAUSED);
        runs.cancel(id);
        disk.empty();
        await(() -> {
            try {
                return readiness() == 200;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(state(id)).isEqualTo(RunState.CANCELLED);
    }

    private int readiness() throws Exception {
        URI uri = URI.create("http://localhost:" + management + "/actuator/health/readiness");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Disk {
        @Bean
        @Primary
        FreeSpace smallSpace() {
            return new FreeSpace(home.resolve("artifacts"), DataSize.ofMegabytes(2), any -> disk.free());
        }
    }
}
