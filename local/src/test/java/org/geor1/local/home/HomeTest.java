package org.geor1.local.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: a home has one owner, and an unusable home is refused with a one-line reason. */
class HomeTest {

    @TempDir
    Path directory;

    @Test
    void theOptionOverridesTheEnvironmentAndTheEnvironmentTheDefault() {
        Map<String, String> environment = Map.of("GEOR1_HOME", "/from/environment");
        assertThat(Home.resolve(Path.of("/from/option"), environment).directory())
                .isEqualTo(Path.of("/from/option"));
        assertThat(Home.resolve(null, environment).directory()).isEqualTo(Path.of("/from/environment"));
        assertThat(Home.resolve(null, Map.of()).directory())
                .isEqualTo(Path.of(".geor1").toAbsolutePath());
    }

    @Test
    void aSecondOwnerIsRefusedWithTheNameOfTheFirst() {
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

    /** Only root can change a directory's owner, and only root could then still write to it. */
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
    void aHomeThatCannotBeCreatedIsOneLineWithARemedy() throws Exception {
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
