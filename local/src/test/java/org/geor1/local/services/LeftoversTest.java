package org.geor1.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: services that outlived their parent are stopped; an unrelated process with the same pid is not. */
class LeftoversTest {

    @TempDir
    Path directory;

    private final List<Process> started = new ArrayList<>();
    private Path file;
    private Leftovers leftovers;

    @BeforeEach
    void prepare() {
        file = directory.resolve("services");
        leftovers = new Leftovers(new Home(directory));
    }

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void stopsRememberedProcesses() throws Exception {
        leftovers.remember(List.of(service(), service()));
        leftovers.stop();
        assertThat(started).noneMatch(Process::isAlive);
        assertThat(file).doesNotExist();
    }

    @Test
    void sparesAnUnrelatedProcessWithTheSamePidAndArguments() throws Exception {
        Process stranger = service();
        ProcessIdentity now = ProcessIdentity.of(stranger.pid()).orElseThrow();
        String otherBoot = now.boot().replace(now.boot().charAt(0), now.boot().charAt(0) == '0' ? '1' : '0');
        Files.writeString(
                file,
                List.of(
                                new ProcessIdentity(now.pid(), now.boot(), now.ticks() - 1).toString(),
                                new ProcessIdentity(now.pid(), otherBoot, now.ticks()).toString(),
                                now.pid() + " " + ServiceModule.ROLLOUT.mainClass(),
                                Long.toString(now.pid()))
                        .stream()
                        .collect(Collectors.joining("\n")));
        leftovers.stop();
        assertThat(stranger.isAlive()).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void anUnusualNameDoesNotHideTheStartTime() throws Exception {
        long earlier =
                ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow().ticks();
        assertThat(ProcessIdentity.of(service().pid()).orElseThrow().ticks()).isGreaterThan(earlier);
    }

    /**
     * A process with the arguments of a service, and with parentheses and spaces in its name, which complicate parsing
     * its start time.
     */
    private Process service() throws IOException {
        Path program = directory.resolve("a) b (c");
        if (!Files.exists(program)) {
            Files.copy(Path.of("/bin/bash"), program);
        }
        Process process =
                new ProcessBuilder(program.toString(), "-c", "read -t 60", ServiceModule.ROLLOUT.mainClass()).start();
        started.add(process);
        return process;
    }
}
