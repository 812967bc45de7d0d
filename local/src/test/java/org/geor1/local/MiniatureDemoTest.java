package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.local.client.ModelExport;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.demo.Demo;
import org.geor1.local.demo.DemoRecipe;
import org.geor1.local.demo.DemoReport;
import org.geor1.local.demo.Postcard;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.geor1.local.services.ServiceModule;
import org.geor1.local.services.ServiceProcesses;
import org.geor1.vlm.model.QwenModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: every stage of the demo works through REST, jobs, rollouts, rewards, updates and checkpoints, with a real
 * engine and a tiny random model, in one JVM and in four processes. Learning is not tested.
 */
class MiniatureDemoTest {

    private static final DemoRecipe RECIPE = DemoRecipe.miniature();

    @TempDir
    Path directory;

    @Test
    void inOneJvm() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free(), models)) {
            check(new PlatformClient(platform.address(), null), true, "base", "geo-sft", "geo-r1-zero", "geo-r1");
        }
    }

    @Test
    void inFourProcesses() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        try (ServiceProcesses processes =
                ServiceProcesses.start(new Home(directory.resolve("home")), Installation.root(), models, freePorts())) {
            check(new PlatformClient(processes.address(), null), false, "base", "geo-sft", "geo-r1");
        }
    }

    private void check(PlatformClient client, boolean withZero, String... stages) throws Exception {
        Demo.Outcome outcome = new Demo(client, RECIPE, 3, (run, label) -> await(client, run)).run(withZero);

        DemoReport report = outcome.report();
        assertThat(report.stages()).extracting(DemoReport.Stage::name).containsExactly(stages);
        assertThat(report.stages()).allSatisfy(stage -> {
            assertThat(stage.n()).isEqualTo(RECIPE.eval().questions());
            assertThat(stage.meanLength()).isPositive();
            assertThat(stage.low()).isLessThanOrEqualTo(stage.accuracy());
            assertThat(stage.high()).isGreaterThanOrEqualTo(stage.accuracy());
        });
        assertThat(report.blankImage().n()).isEqualTo(RECIPE.blank().questions());
        assertThat(outcome.bySharedCues()).containsOnlyKeys(stages);
        assertThat(client.run(outcome.run()).step()).isEqualTo(RECIPE.grpo().steps());
        assertThat(List.of(outcome.scaffolded(), outcome.run() + "@latest"))
                .allSatisfy(model -> assertThat(client.geolocate(
                                        Map.of("image_b64", Postcard.draw(3).base64(), "model", model))
                                .path("model")
                                .asString(""))
                        .startsWith(model.substring(0, model.indexOf('@'))));
        exported(client, outcome.run() + "@latest");
    }

    /** Downloads the files from the trainer's store through the gateway and loads a model from them. */
    private void exported(PlatformClient client, String model) throws Exception {
        Path target = directory.resolve("exports/model");
        Artifact written = new ModelExport(client).export(model, target);
        assertThat(client.checkpoint(model).path("policy_artifact").asString()).isEqualTo(written.sha256());
        try (Stream<Path> files = Files.list(target)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(written.files().stream()
                            .map(Artifact.FileEntry::path)
                            .toList())
                    .contains("config.json", "tokenizer.json", "preprocessor_config.json");
        }
        try (QwenModel loaded = QwenModel.load(target, Device.cpu())) {
            assertThat(loaded.config()).isNotNull();
        }
        assertThatThrownBy(() -> new ModelExport(client).export(model, target))
                .isInstanceOf(FileAlreadyExistsException.class);
        try (Stream<Path> left = Files.list(target.getParent())) {
            assertThat(left).containsExactly(target);
        }
    }

    private static RunView await(PlatformClient client, RunView run) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.run(run.id()), RunView::isFinished);
    }

    private static Map<ServiceModule, Ports> freePorts() {
        Map<ServiceModule, Ports> ports = new EnumMap<>(ServiceModule.class);
        for (ServiceModule module : ServiceModule.values()) {
            ports.put(module, Ports.free());
        }
        return ports;
    }
}
