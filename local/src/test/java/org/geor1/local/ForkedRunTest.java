package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.geor1.local.client.ModelExport;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: a fork that keeps its parent's optimizer and changes nothing repeats the parent's steps to the last bit,
 * with a real engine and real updates; one that changes something does not.
 */
class ForkedRunTest {

    private static final Map<String, Object> SFT =
            Map.of("max_steps", 4, "batch_size", 4, "checkpoint_every", 2, "warmup_steps", 3);

    /** Random completions earn no reward; entropy and the distance to a moving reference still have gradients. */
    private static final Map<String, Object> GRPO = Map.ofEntries(
            Map.entry("max_steps", 4),
            Map.entry("prompts_per_step", 2),
            Map.entry("group_size", 2),
            Map.entry("max_completion_length", 8),
            Map.entry("candidates", 2),
            Map.entry("checkpoint_every", 2),
            Map.entry("learning_rate", 1e-3),
            Map.entry("beta", 0.04),
            Map.entry("entropy_coef", 0.1),
            Map.entry("sync_ref_model", true),
            Map.entry("ref_model_sync_steps", 1));

    @TempDir
    Path directory;

    @Test
    void endsWithItsParentsWeights() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free(), models)) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            check(client, "sft", SFT);
            check(client, "grpo", GRPO);
        }
    }

    @Test
    void adaptersContinueTooAndAreExportedWithTheirPolicy() throws Exception {
        Path models = TinyModel.asBase(directory.resolve("models"));
        try (LocalPlatform platform = LocalPlatform.start(new Home(directory.resolve("home")), Ports.free(), models)) {
            PlatformClient client = new PlatformClient(platform.address(), null);
            Map<String, Object> adapters = new HashMap<>(GRPO);
            adapters.put("lora", Map.of("r", 4));
            String run = check(client, "grpo", adapters);
            new ModelExport(client).export(run + "@latest", directory.resolve("export"));
            assertThat(directory.resolve("export/model.safetensors")).isNotEmptyFile();
            assertThat(directory.resolve("export/adapter/adapter_config.json")).isNotEmptyFile();
            assertThat(directory.resolve("export/adapter/adapter_model.safetensors"))
                    .isNotEmptyFile();

            RunView refused = end(
                    client,
                    client.createRun(Map.of(
                            "model",
                            "nano-base",
                            "method",
                            Map.of("type", "sft", "sft", Map.of("freeze", List.of("model.layers.9"))))));
            assertThat(refused.hasSucceeded()).isFalse();
            assertThat(refused.json().toString()).contains("freeze: no weight of this model is in 'model.layers.9'");
        }
    }

    private static String check(PlatformClient client, String kind, Map<String, Object> settings) throws Exception {
        String parent = await(
                        client,
                        client.createRun(Map.of(
                                "model", "nano-base", "seed", 5, "method", Map.of("type", kind, kind, settings))))
                .id();
        assertThat(weights(client, parent, 4)).isNotEqualTo(weights(client, parent, 2));

        RunView same = await(client, client.fork(parent, Map.of("step", 2, "resume_optimizer", true)));
        assertThat(same.startStep()).isEqualTo(2);
        assertThat(same.step()).isEqualTo(4);
        assertThat(weights(client, same.id(), 4)).as(kind).isEqualTo(weights(client, parent, 4));

        RunView slower = await(
                client,
                client.fork(
                        parent,
                        Map.of(
                                "step",
                                2,
                                "resume_optimizer",
                                true,
                                "overrides",
                                Map.of("method", Map.of(kind, Map.of("learning_rate", 1e-5))))));
        assertThat(weights(client, slower.id(), 4)).as(kind).isNotEqualTo(weights(client, parent, 4));

        RunView fresh = await(client, client.fork(parent, Map.of("step", 2)));
        assertThat(fresh.startStep()).isZero();
        assertThat(fresh.step()).isEqualTo(4);
        return parent;
    }

    private static String weights(PlatformClient client, String run, int step) {
        return client.checkpoint(run + "@step-" + step).path("policy_artifact").asString();
    }

    private static RunView await(PlatformClient client, RunView run) {
        RunView end = end(client, run);
        assertThat(end.hasSucceeded()).as(end.json().toString()).isTrue();
        return end;
    }

    private static RunView end(PlatformClient client, RunView run) {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> client.run(run.id()), RunView::isFinished);
    }
}
