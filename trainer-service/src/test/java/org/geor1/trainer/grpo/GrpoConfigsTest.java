package org.geor1.trainer.grpo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.protocol.run.Grpo;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.grpo.GrpoObjective;
import org.geor1.rl.grpo.ReferenceSync;
import org.geor1.rl.grpo.SamplerCorrection;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.model.Precision;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Every setting of a GRPO run reaches the algorithm. */
class GrpoConfigsTest {

    @Test
    void everySettingIsPassedOn() {
        assertThat(GrpoConfigs.of(grpo("""
                        {"learning_rate":1e-6,"beta":0.04,"epsilon":0.1,"temperature":0.9,"scale_rewards":"batch",
                         "max_grad_norm":2,"warmup_steps":3,"freeze_vision":false,"gradient_checkpointing":true,
                         "max_completion_length":77,"loss_type":"cispo","importance_sampling_level":"sequence",
                         "epsilon_high":0.28,"delta":4,"use_bias_correction_kl":true,"entropy_coef":0.001,
                         "mask_truncated_completions":true,"num_iterations":2,
                         "importance_sampling_correction":"sequence_mask","importance_sampling_clip_max":2,
                         "importance_sampling_clip_min":0.5,
                         "sync_ref_model":true,"ref_model_sync_steps":8,"ref_model_mixup_alpha":0.3,
                         "max_skipped_steps":2,"shared_prefix":false,"weights_dtype":"bf16","optim_states":"fp32",
                         "offload_optimizer":true,"offload_reference":true}"""), 50, 9))
                .isEqualTo(GrpoConfig.builder(UpdateConfig.builder()
                                .learningRate(1e-6)
                                .maxGradNorm(2)
                                .warmupSteps(3)
                                .maxSteps(50)
                                .gradientCheckpointing(true)
                                .maxSkippedSteps(2)
                                .memory(new MemoryOptions(Precision.BF16, Precision.FP32, true, true))
                                .seed(9)
                                .build())
                        .beta(0.04)
                        .epsilon(0.1)
                        .temperature(0.9)
                        .scaleRewards(ScaleRewards.BATCH)
                        .objective(new GrpoObjective(
                                LossType.CISPO,
                                ImportanceSamplingLevel.SEQUENCE,
                                0.28,
                                4.0,
                                true,
                                0.001,
                                true,
                                77,
                                2,
                                new SamplerCorrection(SamplerCorrectionMode.SEQUENCE_MASK, 0.5, 2.0)))
                        .sharedPrefix(false)
                        .referenceSync(new ReferenceSync(8, 0.3))
                        .build());
    }

    @Test
    void trainedModulesArePassedOn() {
        assertThat(GrpoConfigs.of(grpo("{\"freeze\":[\"lm_head\"]}"), 1, 0)
                        .update()
                        .trainable())
                .isEqualTo(new Trainable(true, List.of("lm_head"), null));
        assertThat(GrpoConfigs.of(grpo("{\"lora\":{\"r\":4,\"target_modules\":[\"o_proj\"]}}"), 1, 0)
                        .update()
                        .trainable())
                .isEqualTo(new Trainable(true, List.of(), new Lora(4, 8, List.of("o_proj"))));
    }

    @Test
    void theDefaultObjectiveIsThePapers() {
        GrpoObjective objective = GrpoConfigs.of(grpo("{}"), 1, 0).objective();
        assertThat(GrpoConfigs.of(grpo("{}"), 1, 0).referenceSync()).isNull();
        assertThat(objective.samplerCorrection().mode()).isEqualTo(SamplerCorrectionMode.NONE);
        assertThat(objective)
                .usingRecursiveComparison()
                .ignoringFields("samplerCorrection")
                .isEqualTo(GrpoObjective.STANDARD);
    }

    @Test
    void staleGroupsAreCorrectedUnlessTheyAreDropped() {
        assertThat(correction("{}")).isEqualTo(stale(SamplerCorrectionMode.NONE, SamplerCorrectionMode.TOKEN_TRUNCATE));
        assertThat(correction("{\"importance_sampling_correction\":\"sequence_mask\"}"))
                .isEqualTo(stale(SamplerCorrectionMode.SEQUENCE_MASK, SamplerCorrectionMode.SEQUENCE_MASK));
        assertThat(correction("{\"stale_groups\":\"drop\"}"))
                .isEqualTo(stale(SamplerCorrectionMode.NONE, SamplerCorrectionMode.NONE));
        assertThat(GrpoConfigs.of(grpo("{\"shared_prefix\":false}"), 1, 0).sharedPrefix())
                .isFalse();
    }

    private static SamplerCorrection correction(String settings) {
        return GrpoConfigs.of(grpo(settings), 1, 0).objective().samplerCorrection();
    }

    private static SamplerCorrection stale(SamplerCorrectionMode mode, SamplerCorrectionMode stale) {
        return new SamplerCorrection(mode, stale, null, 3.0);
    }

    private static Grpo grpo(String settings) {
        return RunSpecReader.read(JsonMapper.shared()
                        .readTree("{\"model\":\"m\",\"method\":{\"type\":\"grpo\",\"grpo\":" + settings + "}}"))
                .requireGrpo();
    }
}
