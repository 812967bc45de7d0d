package org.geor1.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: one home has one owner, and a home that cannot work says why in one line. */
class HomeTest {

    @TempDir
    Path directory;

    @Test
    void theOptionWinsOverTheEnvironmentAndTheEnvironmentOverTheDefault() {
        Map<String, String> environment = Map.of("GEOR1_HOME", "/from/environment");
        assertThat(Home.resolve(Path.of("/from/option"), environment).directory())
                .isEqualTo(Path.of("/from/option"));
        assertThat(Home.resolve(null, environment).directory()).isEqualTo(Path.of("/from/environment"));
        assertThat(Home.resolve(null, Map.of()).directory())
                .isEqualTo(Path.of(".geor1").toAbsolutePath());
    }

    @Test
    void aSecondOwnerIsRefusedAndToldWhoTheFirstIs() {
        Home home = new Home(directory).prepare();
        try (HomeLock lock = HomeLock.acquire(home)) {
            lock.announce("http://localhost:1234");
            assertThatThrownBy(() -> HomeLock.acquire(home))
                    .isInstanceOf(EnvironmentProblem.class)
                    .hasMessageContaining("already in use")
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()))
                    .hasMessageContaining("http://localhost:1234");
        }
        HomeLock.acquire(home).close();
    }

    /** Only root can give a directory away, and only it could then write there all the same. */
    @Test
    void aHomeOfAnotherUserIsRefused() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0), "not root");
        Files.setAttribute(directory, "unix:uid", 65534);
        assertThatThrownBy(() -> new Home(directory).prepare())
                .isInstanceOf(EnvironmentProblem.class)
                .hasMessageContaining("belongs to")
                .hasMessageContaining("runs as root");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aHomeThatCannotBeMadeIsOneLineWithARemedy() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new Home(file.resolve("home")).prepare())
                .isInstanceOfSatisfying(
                        EnvironmentProblem.class,
                        problem -> assertThat(problem.line())
                                .contains(file.toString())
                                .contains("--home")
                                .doesNotContain("\n"));
    }
}
