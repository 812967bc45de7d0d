package org.geor1.rl.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The format of a saved state: all settings are in one flat object, and those missing from older states have defaults.
 */
class TrainerStateTest {

    private static final String GRPO = """
            {"step":7,"skippedInARow":1,"grpo":{"learningRate":0.001,"beta":0.04,"epsilon":0.2,"temperature":0.9,
             "scaleRewards":"GROUP","maxGradNorm":2.0,"warmupSteps":2,"maxSteps":100,"freezeVision":true,
             "gradientCheckpointing":true,
             "objective":{"lossType":"GRPO","importanceSamplingLevel":"TOKEN","epsilonHigh":null,"delta":null,
              "useBiasCorrectionKl":false,"entropyCoef":0.0,"maskTruncatedCompletions":false,"maxCompletionLength":256,
              "numIterations":1,
              "samplerCorrection":{"mode":"NONE","stale":"NONE","clipMin":null,"clipMax":null}},
             "sharedPrefix":true,"referenceSync":null,"maxSkippedSteps":5,
             "memory":{"weightsDtype":"BF16","optimStates":"FP32","offloadOptimizer":false,"offloadReference":true},
             "seed":11},"sft":null}""";

    @TempDir
    Path directory;

    @Test
    void aGrpoStateIsReadAndWrittenAsBefore() throws IOException {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .maxGradNorm(2)
                .warmupSteps(2)
                .maxSteps(100)
                .trainable(Trainable.TEXT)
                .gradientCheckpointing(true)
                .memory(new MemoryOptions(Precision.BF16, Precision.FP32, false, true))
                .seed(11)
                .build();
        GrpoConfig config =
                GrpoConfig.builder(update).beta(0.04).temperature(0.9).build();
        TrainerState state = read(GRPO);
        assertThat(state).isEqualTo(new TrainerState(7, 1, config, null));
        Path copy = Files.createDirectory(directory.resolve("copy"));
        state.write(copy);
        assertThat(JsonFiles.readObject(copy.resolve(TrainerState.FILE), 1 << 20))
                .isEqualTo(JsonMapper.shared()
                        .readTree(GRPO.replace(
                                "\"freezeVision\":true,", "\"freezeVision\":true,\"freeze\":[],\"lora\":null,")));
    }

    @Test
    void trainedModulesAreReadAsTheyWereWritten() {
        Trainable adapters = new Trainable(true, List.of(), new Lora(4, 8, List.of("q_proj")));
        for (Trainable trainable : List.of(adapters, new Trainable(false, List.of("lm_head"), null))) {
            SftConfig config =
                    new SftConfig(UpdateConfig.builder().trainable(trainable).build(), 0);
            new TrainerState(1, 0, null, config).write(directory);
            assertThat(TrainerState.read(directory).sft()).isEqualTo(config);
        }
    }

    @Test
    void settingsMissingFromTheOldestStatesHaveDefaults() throws IOException {
        TrainerState grpo = read("""
                {"step":7,"grpo":{"learningRate":0.001,"beta":0.0,"epsilon":0.2,"temperature":1.0,
                 "scaleRewards":"GROUP","maxGradNorm":1.0,"warmupSteps":0,"maxSteps":100,"freezeVision":true}}""");
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(1e-3)
                .maxSteps(100)
                .trainable(Trainable.TEXT)
                .build();
        assertThat(grpo.grpo()).isEqualTo(GrpoConfig.builder(update).build());
        TrainerState sft = read("""
                {"step":7,"sft":{"learningRate":0.001,"weightDecay":0.01,"maxGradNorm":1.0,"warmupSteps":0,"maxSteps":100,
                 "freezeVision":true,"gradientCheckpointing":false}}""");
        assertThat(sft.sft()).isEqualTo(new SftConfig(update, 0.01));
    }

    @Test
    void readsTheOldFlagForScalingRewards() throws IOException {
        assertThat(read(GRPO.replace("\"GROUP\"", "false")).grpo().scaleRewards())
                .isEqualTo(ScaleRewards.NONE);
        assertThat(read(GRPO.replace("\"GROUP\"", "true")).grpo().scaleRewards())
                .isEqualTo(ScaleRewards.GROUP);
    }

    @Test
    void adaptersAreWrittenUnderJavaNames() throws IOException {
        Trainable adapters = new Trainable(true, List.of(), new Lora(4, 8, List.of("q_proj")));
        SftConfig config =
                new SftConfig(UpdateConfig.builder().trainable(adapters).build(), 0);
        new TrainerState(1, 0, null, config).write(directory);
        assertThat(Files.readString(directory.resolve(TrainerState.FILE)))
                .contains("\"loraAlpha\"", "\"targetModules\"");
    }

    private TrainerState read(String json) throws IOException {
        Files.writeString(directory.resolve(TrainerState.FILE), json);
        return TrainerState.read(directory);
    }
}
