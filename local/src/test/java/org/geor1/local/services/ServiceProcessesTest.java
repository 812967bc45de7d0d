package org.geor1.local.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.local.Ports;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: four processes become ready over one database, answer as one platform, and leave nothing behind. */
class ServiceProcessesTest {

    @TempDir
    Path directory;

    @Test
    void fourProcessesAreOnePlatform() throws Exception {
        Map<ServiceModule, Ports> ports = ServiceProcesses.freePorts();
        List<ProcessHandle> children;
        try (ServiceProcesses processes =
                ServiceProcesses.start(new Home(directory), Installation.root(), directory, ports)) {
            children = ProcessHandle.current()
                    .descendants()
                    .filter(child -> child.info().commandLine().orElse("").contains("Application"))
                    .toList();
            assertThat(children).hasSize(4);
            assertThat(new PlatformClient(processes.address(), null).answers()).isTrue();
        }
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.resolve("services")).doesNotExist();
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
        for (ServiceModule module : ServiceModule.values()) {
            assertThat(Files.readString(directory.resolve("logs").resolve(module.directory() + ".log")))
                    .contains("Started")
                    .doesNotContain(" ERROR ");
        }
    }
}
