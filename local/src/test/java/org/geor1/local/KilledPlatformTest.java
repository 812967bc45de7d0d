package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.database.DatabaseAccess;
import org.geor1.local.database.EmbeddedDatabase;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: after {@code kill -9} of the whole platform in the middle of GRPO, the next start continues the run by
 * itself and finishes it; PostgreSQL recovers; every step was applied exactly once; other users have access to nothing
 * in its home, whatever the umask.
 */
class KilledPlatformTest {

    private static final int STEPS = 40;

    @TempDir
    Path directory;

    private Path home;
    private Path models;
    private Process process;

    @BeforeEach
    void prepare() throws IOException {
        home = directory.resolve("home");
        models = directory.resolve("models");
        Files.writeString(Files.createDirectories(models.resolve("nano-base")).resolve("config.json"), "{}");
    }

    @AfterEach
    void stop() throws InterruptedException {
        process.destroy();
        process.waitFor();
    }

    @Test
    void theRunContinuesByItselfAndNoStepIsAppliedTwice() throws Exception {
        PlatformClient client = start();
        String run = client.createRun(Map.of(
                        "model",
                        "nano-base",
                        "seed",
                        7,
                        "method",
                        Map.of(
                                "type",
                                "grpo",
                                "grpo",
                                Map.of(
                                        "max_steps", STEPS,
                                        "prompts_per_step", 2,
                                        "group_size", 2,
                                        "checkpoint_every", 5))))
                .id();
        await(() -> client.run(run).step() >= 7);
        process.destroyForcibly().waitFor();

        PlatformClient again = start();
        RunView afterTheKill = again.run(run);
        assertThat(afterTheKill.step()).isBetween(7L, STEPS - 1L);
        await(() -> again.run(run).isFinished());
        RunView ended = again.run(run);
        assertThat(ended.state()).as(ended.json().toString()).isEqualTo("succeeded");

        process.destroy();
        process.waitFor();
        assertThat(OpenPaths.below(home)).isEmpty();
        try (EmbeddedDatabase server = new EmbeddedDatabase(new Home(home))) {
            DatabaseAccess database = server.start();
            List<Long> everyStep = LongStream.rangeClosed(1, STEPS).boxed().toList();
            assertThat(numbers(database, "SELECT step FROM run_step WHERE state = 'committed' ORDER BY step"))
                    .isEqualTo(everyStep);
            assertThat(numbers(database, "SELECT count(*) FROM run_step WHERE state <> 'committed'"))
                    .containsExactly(0L);
            // The stub's weights are the number of updates so far.
            assertThat(numbers(database, "SELECT version FROM policy_version ORDER BY version"))
                    .endsWith((long) STEPS)
                    .doesNotHaveDuplicates();
            assertThat(numbers(database, "SELECT step FROM metric WHERE key = 'loss' ORDER BY step"))
                    .isEqualTo(everyStep);
        }
    }

    private PlatformClient start() throws IOException {
        int port = Ports.free().http();
        ProcessBuilder builder = new ProcessBuilder(
                        // The most permissive umask: the home must not depend on it.
                        "sh",
                        "-c",
                        "umask 000; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StubPlatform.class.getName(),
                        home.toString(),
                        models.toString(),
                        Integer.toString(port))
                .redirectError(directory.resolve("errors.log").toFile());
        // Dead workers keep their leases until they expire; short leases keep the test short.
        builder.environment().putAll(Map.of("GEOR1_TRAINER_LEASE", "3s", "GEOR1_JOBS_LEASE", "3s"));
        process = builder.start();
        String first =
                process.inputReader().lines().filter("up"::equals).findFirst().orElse("ended");
        assertThat(first).as(() -> errors()).isEqualTo("up");
        return new PlatformClient(URI.create("http://localhost:" + port), null);
    }

    private String errors() {
        try {
            return Files.readString(directory.resolve("errors.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Long> numbers(DatabaseAccess database, String sql) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getLong(1));
            }
        }
        return numbers;
    }

    private static void await(BooleanSupplier condition) {
        Awaitility.await()
                .alias("patience")
                .atMost(Duration.ofMinutes(3))
                .pollInterval(Duration.ofMillis(50))
                .until(condition::getAsBoolean);
    }
}
