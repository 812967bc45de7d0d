package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.Demo;
import org.geor1.local.demo.DemoRecipe;
import org.geor1.local.demo.DemoReport;
import org.geor1.local.demo.Postcard;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: the demo's every stage, through REST, jobs, rollouts, rewards, updates and checkpoints in one JVM. Learning
 * is not the subject, so the engine guesses.
 */
class MiniatureDemoTest {

    @TempDir
    Path directory;

    @Test
    void everyStageRunsOverRest() throws Exception {
        Path base = Files.createDirectories(directory.resolve("models/nano-base"));
        Files.writeString(base.resolve("config.json"), "{}");
        try (LocalPlatform platform = LocalPlatform.start(
                new Home(directory.resolve("home")), Ports.free(), directory.resolve("models"), StubEngine.class)) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            DemoRecipe recipe = DemoRecipe.miniature();
            Demo.Outcome outcome = new Demo(client, recipe, 3, (run, label) -> await(client, run)).run(true);

            DemoReport report = outcome.report();
            assertThat(report.stages())
                    .extracting(DemoReport.Stage::name)
                    .containsExactly("base", "geo-sft", "geo-r1-zero", "geo-r1");
            assertThat(report.stages()).allSatisfy(stage -> {
                assertThat(stage.n()).isEqualTo(recipe.eval().questions());
                assertThat(stage.format()).isEqualTo(1);
                assertThat(stage.low()).isLessThanOrEqualTo(stage.accuracy());
                assertThat(stage.high()).isGreaterThanOrEqualTo(stage.accuracy());
            });
            assertThat(report.blankImage().n()).isEqualTo(recipe.blank().questions());
            assertThat(outcome.bySharedCues()).containsOnlyKeys("base", "geo-sft", "geo-r1-zero", "geo-r1");
            assertThat(client.run(outcome.run()).step()).isEqualTo(recipe.grpo().maxSteps());

            assertThat(client.geolocate(Map.of("image_b64", Postcard.draw(3).base64(), "model", outcome.model()))
                            .path("reasoning")
                            .asString(""))
                    .contains("i guess");
        }
    }

    private static RunView await(PlatformClient client, RunView run) {
        RunView now = run;
        while (!now.isFinished()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            now = client.run(run.id());
        }
        return now;
    }
}
