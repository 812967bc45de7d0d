package org.geor1.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A submission is refused with a specific code and one log line while PostgreSQL has no disk space, and accepted once
 * there is space. If this process may mount a small disk (as root), PostgreSQL runs on it; otherwise a trigger raises
 * the error that PostgreSQL would raise.
 */
@SpringBootTest(classes = GatewayApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@DirtiesContext
@ExtendWith(OutputCaptureExtension.class)
class DatabaseDiskFullTest {

    private static final String GRPO = "{\"model\":\"nano-base\",\"method\":{\"type\":\"grpo\"}}";

    @TempDir
    static Path disk;

    private static boolean mounted;
    private static EmbeddedPostgres postgres;

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient sql;

    @DynamicPropertySource
    static void platform(DynamicPropertyRegistry registry) throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=160m,mode=0777", "tmpfs", disk.toString());
        postgres = EmbeddedPostgres.builder()
                .setDataDirectory(disk.resolve("data"))
                .setServerConfig("max_wal_size", "32MB")
                .start();
        TestPlatform.register(registry);
        registry.add("spring.datasource.url", () -> postgres.getJdbcUrl("postgres", "postgres"));
        registry.add("spring.datasource.username", () -> "postgres");
    }

    @AfterAll
    static void removeDisk() throws Exception {
        postgres.close();
        if (mounted) {
            assertThat(run("umount", "--lazy", disk.toString())).isTrue();
        }
    }

    @Test
    void aSubmissionWithoutSpaceIsRefusedWithItsCode(CapturedOutput log) throws Exception {
        assertThat(submit().statusCode()).isEqualTo(201);
        fill();
        for (int i = 0; i < 3; i++) {
            HttpResponse<String> refused = submit();
            assertThat(refused.statusCode()).isEqualTo(507);
            JsonNode problem = JsonMapper.shared().readTree(refused.body());
            assertThat(problem.get("code").stringValue()).isEqualTo("disk_full");
            assertThat(problem.get("detail").stringValue()).contains("No space left on device");
        }
        assertThat(log.getAll().split("Requests are refused until there is space", -1))
                .hasSize(2);
        empty();
        assertThat(submit().statusCode()).isEqualTo(201);
    }

    private void fill() throws IOException {
        if (mounted) {
            // Deleting the rows makes the next insert need a new page.
            sql.sql("TRUNCATE run CASCADE").update();
            Files.write(disk.resolve("ballast"), new byte[Math.toIntExact(free())]);
        } else {
            sql.sql("CREATE FUNCTION full() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION"
                            + " 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$")
                    .update();
            sql.sql("CREATE TRIGGER full BEFORE INSERT ON run EXECUTE FUNCTION full()")
                    .update();
        }
    }

    private void empty() throws IOException {
        if (mounted) {
            Files.delete(disk.resolve("ballast"));
        } else {
            sql.sql("DROP TRIGGER full ON run").update();
        }
    }

    private static long free() throws IOException {
        return Files.getFileStore(disk).getUsableSpace();
    }

    private HttpResponse<String> submit() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/v1/runs"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(GRPO))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
