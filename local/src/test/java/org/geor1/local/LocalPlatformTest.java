package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: one JVM runs the whole platform, listens only on loopback, and releases everything when it closes. */
class LocalPlatformTest {

    @TempDir
    Path directory;

    @Test
    void runsAsOnePlatformAndRestartsOnItsOwnData() throws Exception {
        Home home = new Home(directory);
        Ports ports = Ports.free();
        try (LocalPlatform platform = LocalPlatform.start(home, ports, directory, StubEngine.class)) {
            assertThat(new PlatformClient(platform.address(), null).answers()).isTrue();
            assertThat(get("http://127.0.0.1:" + ports.management() + "/actuator/health/readiness"))
                    .contains("\"UP\"");
            assertThat(get("http://127.0.0.1:" + ports.management() + "/actuator/prometheus"))
                    .contains("jvm_memory_used_bytes");
            assertThat(Rewards.ofRightAnswer(platform.address())).contains("\"reward\":1.5");
            assertThat(OpenPaths.below(directory)).isEmpty();
            assertThat(Files.readString(directory.resolve("running")))
                    .contains(platform.address().toString());
            assertThatThrownBy(() -> LocalPlatform.start(home, Ports.free()))
                    .isInstanceOf(EnvironmentProblem.class)
                    .hasMessageContaining("already in use");
        }
        assertThat(directory.resolve("running")).doesNotExist();
        assertThat(directory.resolve("postgres/postmaster.pid")).doesNotExist();
        LocalPlatform.start(home, ports, directory, StubEngine.class).close();
    }

    private static String get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
