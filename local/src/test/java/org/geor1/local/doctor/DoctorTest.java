package org.geor1.local.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.local.TinyModel;
import org.geor1.local.home.Home;
import org.geor1.local.home.HomeLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: every problem found comes with a remedy. */
class DoctorTest {

    @TempDir
    Path directory;

    @Test
    void aHomeInUseIsReportedWithItsRemedy() {
        Home home = new Home(directory).prepare();
        assertThat(HomeChecks.home(home).status()).isEqualTo(Finding.Status.OK);
        try (HomeLock lock = HomeLock.acquire(home)) {
            lock.announce("http://localhost:1");
            assertIll(HomeChecks.home(home), Finding.Status.FAIL, "already in use");
        }
    }

    @Test
    void aPortInUseIsAWarning() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertIll(HomeChecks.port(taken.getLocalPort()), Finding.Status.WARN, "already in use");
        }
    }

    @Test
    void theModelIsOpenedNotJustLookedFor() throws Exception {
        assertIll(EngineChecks.model(directory), Finding.Status.FAIL, "there is no");
        Path models = TinyModel.asBase(directory);
        assertThat(EngineChecks.model(models).status()).isEqualTo(Finding.Status.OK);
        Path weights = models.resolve("nano-base/model.safetensors");
        Files.write(weights, java.util.Arrays.copyOf(Files.readAllBytes(weights), 1000));
        assertIll(EngineChecks.model(models), Finding.Status.FAIL, "safetensors");
    }

    private static void assertIll(Finding finding, Finding.Status status, String found) {
        assertThat(finding.status()).isEqualTo(status);
        assertThat(finding.found()).contains(found);
        assertThat(finding.remedy()).isNotEmpty();
    }
}
