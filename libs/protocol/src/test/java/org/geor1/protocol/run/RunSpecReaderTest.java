package org.geor1.protocol.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.grpo.Correction;
import org.geor1.protocol.grpo.ImportanceSamplingLevel;
import org.geor1.protocol.grpo.LossType;
import org.geor1.protocol.grpo.Objective;
import org.geor1.protocol.grpo.Reference;
import org.geor1.protocol.grpo.SamplerCorrectionMode;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.protocol.reward.AccuracyMethod;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.rollout.Rollouts;
import org.geor1.protocol.rollout.StaleGroups;
import org.geor1.protocol.training.Checkpoints;
import org.geor1.protocol.training.Dtype;
import org.geor1.protocol.training.EarlyStoppingSettings;
import org.geor1.protocol.training.Lora;
import org.geor1.protocol.training.Memory;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Defaults are filled in, given values are kept, and all errors of a request are reported together. */
class RunSpecReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void settingsAreCreatedByName() {
        Grpo grpo = RunSpecReader.grpo(Map.of("max_steps", 3, "beta", 0.04));
        assertThat(grpo.maxSteps()).isEqualTo(3);
        assertThat(RunSpecReader.grpo(grpo, Map.of("max_steps", 5)))
                .isEqualTo(RunSpecReader.grpo(Map.of("max_steps", 5, "beta", 0.04)));
        assertThat(RunSpecReader.sft(Map.of("batch_size", 8)).batchSize()).isEqualTo(8);
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> RunSpecReader.sft(Map.of("batches", 8)))
                        .errors())
                .containsExactly(FieldError.unknown("batches"));
    }

    @Test
    void fillsInDefaults() {
        RunSpec spec = RunSpecReader.read(json("{'model':'nano-base','method':{'type':'grpo'}}"));
        assertThat(spec.dataset()).isEqualTo("mini-earth");
        assertThat(spec.requireGrpo().completions().groupSize()).isEqualTo(8);
        assertThat(spec.requireGrpo().questions().confusers()).isEqualTo(Confusers.SAME_CITY);
        assertThat(spec.reward()).isEqualTo(RunSpecReader.defaultReward());
        assertThat(spec.method().steps()).isEqualTo(200);
    }

    @Test
    void aMixtureStandsInPlaceOfADataset() {
        RunSpec spec = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'sft'},
                         'datasets':[{'name':'a','weight':3,'max_samples':5000},{'name':'mini-earth'}]}"""));
        assertThat(spec.dataset()).isNull();
        assertThat(spec.shares())
                .containsExactly(new DatasetShare("a", 3, 5000), new DatasetShare("mini-earth", 1, null));
        assertThat(spec.datasetNames()).isEqualTo("a, mini-earth");
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);

        RunSpec one = RunSpecReader.read(json("{'model':'m','method':{'type':'sft'},'dataset':'a','datasets':null}"));
        assertThat(one.shares()).containsExactly(new DatasetShare("a", 1, null));
    }

    @Test
    void everyErrorInAMixtureIsNamed() {
        assertThat(mixtureFaults("""
                        [{'name':'a','weight':0},{'name':'b','weight':-1},{'name':'c','weight':'NaN'},{'name':'d','weight':1e999},
                         {'name':'e','max_samples':0},{'weight':1},{'name':'a'},{'name':'f','share':2},'g']"""))
                .containsExactlyInAnyOrder(
                        "datasets[0].weight",
                        "datasets[1].weight",
                        "datasets[2].weight",
                        "datasets[3].weight",
                        "datasets[4].max_samples",
                        "datasets[5].name",
                        "datasets[6].name",
                        "datasets[7].share",
                        "datasets[8]",
                        "datasets[8].name");
        assertThat(mixtureFaults("[]")).containsExactly("datasets");
        assertThat(mixtureFaults("'a'")).containsExactly("datasets");
        assertThat(faults("{'model':'m','method':{'type':'sft'},'dataset':'a','datasets':[{'name':'b'}]}"))
                .containsExactly("datasets");
        assertThat(faults("{'model':'m','method':{'type':'eval'},'datasets':[{'name':'b'}]}"))
                .containsExactly("datasets");
    }

    private static List<String> mixtureFaults(String datasets) {
        return faults("{'model':'m','method':{'type':'sft'},'datasets':" + datasets + "}");
    }

    @Test
    void epochsStandInPlaceOfSteps() {
        for (String type : List.of("sft", "grpo")) {
            String run = "{'model':'m','method':{'type':'TYPE','TYPE':SETTINGS}}".replace("TYPE", type);
            RunSpec spec = RunSpecReader.read(json(run.replace("SETTINGS", "{'num_train_epochs':0.5}")));
            assertThat(spec.method().steps()).isNull();
            assertThat(spec.method().epochs()).isEqualTo(0.5);
            assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
            assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class))
                    .isEqualTo(spec);
            assertThat(RunSpecReader.read(json(run.replace("SETTINGS", "{'num_train_epochs':null}")))
                            .method()
                            .steps())
                    .isEqualTo(200);
            for (String wrong : List.of("0", "-1", "'NaN'", "1e999", "true")) {
                assertThat(faults(run.replace("SETTINGS", "{'num_train_epochs':" + wrong + "}")))
                        .as(wrong)
                        .containsExactly("method." + type + ".num_train_epochs");
            }
            assertThat(faults(run.replace("SETTINGS", "{'num_train_epochs':1,'max_steps':5}")))
                    .containsExactly("method." + type + ".num_train_epochs");
        }
        assertThat(faults("{'model':'m','method':{'type':'eval','eval':{'num_train_epochs':1}}}"))
                .containsExactly("method.eval.num_train_epochs");
    }

    @Test
    void aPresetSuppliesThePapersValuesForUnspecifiedSettings() {
        RunSpec spec = RunSpecReader.read(json("{'model':'m','method':{'type':'grpo','grpo':{'preset':'geo-r1'}}}"));
        Grpo grpo = spec.requireGrpo();
        assertThat(List.of(
                        grpo.objective().beta(),
                        grpo.objective().epsilon(),
                        grpo.completions().temperature()))
                .containsExactly(0.04, 0.2, 1.0);
        assertThat(List.of(grpo.completions().groupSize(), grpo.completions().maxCompletionLength()))
                .containsExactly(8, 2048);
        assertThat(grpo.objective().lossType()).isEqualTo(LossType.GRPO);
        assertThat(spec.reward().components())
                .extracting(RewardSpec.Component::name)
                .containsExactly("accuracy", "format", "length", "repetition");
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);

        RunSpec own = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'grpo','grpo':{'preset':'geo-r1','beta':0.1}},
                         'reward':{'components':[{'name':'accuracy'}]}}"""));
        assertThat(own.requireGrpo().objective().beta()).isEqualTo(0.1);
        assertThat(own.requireGrpo().completions().maxCompletionLength()).isEqualTo(2048);
        assertThat(own.reward().components()).hasSize(1);
        assertThat(faults("{'model':'m','method':{'type':'grpo','grpo':{'preset':'geo-r2'}}}"))
                .containsExactly("method.grpo.preset");
    }

    @Test
    void givenValuesSurviveStorage() {
        RunSpec spec = RunSpecReader.read(json("""
                        {'experiment':'e','name':'n','model':'run_1@step-5','dataset':'mini-earth','seed':9,
                         'method':{'type':'eval','eval':{'questions':101,'prompts_per_step':50,'blank_images':true,
                          'confusers':'anywhere','candidates':3}},
                         'reward':{'components':[{'name':'length','weight':-2}],'length_limit':99}}"""));
        assertThat(spec.method().steps()).isEqualTo(3);
        assertThat(spec.requireEval().blankImages()).isTrue();
        assertThat(spec.reward().lengthLimit()).isEqualTo(99);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
    }

    @Test
    void theObjectiveIsReadFromFieldsOfItsRun() {
        RunSpec spec = RunSpecReader.read(json("""
                        {'model':'nano-base','method':{'type':'grpo','grpo':{'loss_type':'dr_grpo','delta':4,
                          'importance_sampling_level':'sequence','epsilon_high':0.28,'use_bias_correction_kl':true,
                          'entropy_coef':0.001,'mask_truncated_completions':true,'num_iterations':2,
                          'importance_sampling_correction':'token_mask','importance_sampling_clip_max':2,
                          'importance_sampling_clip_min':0.5,'scale_rewards':'batch'}}}"""));
        Grpo grpo = spec.requireGrpo();
        assertThat(grpo.objective().scaleRewards()).isEqualTo(ScaleRewards.BATCH);
        assertThat(grpo.objective())
                .isEqualTo(new Objective(
                        0,
                        0.2,
                        0.28,
                        4.0,
                        LossType.DR_GRPO,
                        ScaleRewards.BATCH,
                        ImportanceSamplingLevel.SEQUENCE,
                        true,
                        0.001,
                        true,
                        2));
        assertThat(grpo.correction()).isEqualTo(new Correction(SamplerCorrectionMode.TOKEN_MASK, 2, 0.5));
        JsonNode stored = JSON.valueToTree(spec);
        assertThat(stored.at("/method/grpo/loss_type").stringValue()).isEqualTo("dr_grpo");
        assertThat(RunSpecReader.read(stored)).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);
    }

    @Test
    void rolloutsAreOnPolicyAndUnfilteredByDefault() {
        RunSpec plain = RunSpecReader.read(json("{'model':'m','method':{'type':'grpo'}}"));
        assertThat(plain.requireGrpo().rollouts()).isEqualTo(new Rollouts(0, StaleGroups.CORRECT, 0));
        assertThat(plain.requireGrpo().rollouts()).isEqualTo(new Rollouts(0, StaleGroups.CORRECT, 0));
        assertThat(plain.requireGrpo().sharedPrefix()).isTrue();

        RunSpec spec = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'grpo','grpo':{'max_staleness':4,'stale_groups':'drop',
                          'dynamic_sampling':2,'shared_prefix':false}}}"""));
        assertThat(spec.requireGrpo().rollouts()).isEqualTo(new Rollouts(4, StaleGroups.DROP, 2));
        assertThat(spec.requireGrpo().sharedPrefix()).isFalse();
        JsonNode stored = JSON.valueToTree(spec);
        assertThat(stored.at("/method/grpo/stale_groups").stringValue()).isEqualTo("drop");
        assertThat(RunSpecReader.read(stored)).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);

        assertThat(faults("""
                        {'model':'m','method':{'type':'grpo','grpo':{'max_staleness':-1,'stale_groups':'keep',
                          'dynamic_sampling':17,'shared_prefix':1}}}"""))
                .containsExactlyInAnyOrder(
                        "method.grpo.max_staleness",
                        "method.grpo.stale_groups",
                        "method.grpo.dynamic_sampling",
                        "method.grpo.shared_prefix");
    }

    @Test
    void readsMemoryOptions() {
        RunSpec plain = RunSpecReader.read(json("{'model':'m','method':{'type':'sft'}}"));
        assertThat(plain.requireSft().memory()).isEqualTo(new Memory(Dtype.FP32, Dtype.FP32, false, false));
        RunSpec spec = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'grpo','grpo':{'weights_dtype':'bf16','optim_states':'bf16',
                          'offload_optimizer':true,'offload_reference':true,'beta':0.04}}}"""));
        assertThat(spec.requireGrpo().memory()).isEqualTo(new Memory(Dtype.BF16, Dtype.BF16, true, false));
        assertThat(spec.requireGrpo().reference().offloadReference()).isTrue();
        JsonNode stored = JSON.valueToTree(spec);
        assertThat(stored.at("/method/grpo/weights_dtype").stringValue()).isEqualTo("bf16");
        assertThat(RunSpecReader.read(stored)).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);
        assertThat(faults("""
                        {'model':'m','method':{'type':'grpo','grpo':{'weights_dtype':'fp16','optim_states':8,
                          'offload_optimizer':'cpu','offload_reference':true}}}"""))
                .containsExactlyInAnyOrder(
                        "method.grpo.weights_dtype",
                        "method.grpo.optim_states",
                        "method.grpo.offload_optimizer",
                        "method.grpo.offload_reference");
        assertThat(faults("{'model':'m','method':{'type':'sft','sft':{'offload_reference':true}}}"))
                .containsExactly("method.sft.offload_reference");
    }

    @Test
    void accuracyHasAMethod() {
        assertThat(accuracyMethod("{'type':'grpo'}", "{}")).isEqualTo(AccuracyMethod.STRICT);
        assertThat(accuracyMethod("{'type':'eval'}", "{'components':[{'name':'accuracy','method':'mcq'}]}"))
                .isEqualTo(AccuracyMethod.MCQ);
        assertThat(accuracyMethod("{'type':'eval'}", "{'components':[{'name':'format'}]}"))
                .isEqualTo(AccuracyMethod.STRICT);
        String preset = "{'type':'grpo','grpo':{'preset':'geo-r1'}}";
        assertThat(accuracyMethod(preset, "{}")).isEqualTo(AccuracyMethod.MCQ);
        assertThat(accuracyMethod(preset, "{'components':[{'name':'accuracy'}]}"))
                .isEqualTo(AccuracyMethod.MCQ);
        assertThat(accuracyMethod(preset, "{'components':[{'name':'accuracy','method':'tolerant'}]}"))
                .isEqualTo(AccuracyMethod.TOLERANT);
        assertThat(faults("""
                        {'model':'m','method':{'type':'grpo'},'reward':{'components':[
                          {'name':'accuracy','method':'lenient'},{'name':'format','method':'mcq'}]}}""")).containsExactlyInAnyOrder("reward.components[0].method", "reward.components[1].method");
    }

    private static AccuracyMethod accuracyMethod(String method, String reward) {
        RunSpec spec = RunSpecReader.read(json("{'model':'m','method':" + method + ",'reward':" + reward + "}"));
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);
        return spec.reward().accuracyMethod();
    }

    /** TRL's older spelling, also used in stored runs. */
    @Test
    void rewardsMayBeScaledByAFlag() {
        assertThat(scaleRewards("true")).isEqualTo(ScaleRewards.GROUP);
        assertThat(scaleRewards("false")).isEqualTo(ScaleRewards.NONE);
        assertThat(scaleRewards("null")).isEqualTo(ScaleRewards.GROUP);
    }

    private static ScaleRewards scaleRewards(String value) {
        return RunSpecReader.read(json("{'model':'m','method':{'type':'grpo','grpo':{'scale_rewards':" + value + "}}}"))
                .requireGrpo()
                .objective()
                .scaleRewards();
    }

    @Test
    void reportsEveryErrorInTheObjective() {
        assertThat(faults("""
                        {'model':'m','method':{'type':'grpo','grpo':{'loss_type':'dr-grpo','scale_rewards':'all',
                          'importance_sampling_level':1,'epsilon_high':-1,'delta':0.5,'use_bias_correction_kl':0,
                          'entropy_coef':'x','mask_truncated_completions':'no','num_iterations':0,
                          'importance_sampling_correction':true,'importance_sampling_clip_max':-1,
                          'importance_sampling_clip_min':3}}}"""))
                .containsExactlyInAnyOrder(
                        "method.grpo.loss_type",
                        "method.grpo.scale_rewards",
                        "method.grpo.importance_sampling_level",
                        "method.grpo.epsilon_high",
                        "method.grpo.delta",
                        "method.grpo.use_bias_correction_kl",
                        "method.grpo.entropy_coef",
                        "method.grpo.mask_truncated_completions",
                        "method.grpo.num_iterations",
                        "method.grpo.importance_sampling_correction",
                        "method.grpo.importance_sampling_clip_max",
                        "method.grpo.importance_sampling_clip_min");
    }

    @Test
    void reportsEveryError() {
        assertThat(faults("""
                        {'experiment':'','seed':-1,'colour':'red','method':{'type':'grpo','sft':{},
                          'grpo':{'group_size':1,'beta':'x','epsilon':2,'max_steps':1.5,'confusers':'near','scale_rewards':1,
                          'extra':0}},
                         'reward':{'components':[{'name':'beauty'},{'name':'format'},{'name':'format'},7]}}"""))
                .containsExactlyInAnyOrder(
                        "experiment",
                        "model",
                        "seed",
                        "colour",
                        "method.sft",
                        "method.grpo.group_size",
                        "method.grpo.beta",
                        "method.grpo.epsilon",
                        "method.grpo.max_steps",
                        "method.grpo.confusers",
                        "method.grpo.scale_rewards",
                        "method.grpo.extra",
                        "reward.components[0].name",
                        "reward.components[2].name",
                        "reward.components[3]",
                        "reward.components[3].name");
    }

    @Test
    void refusesAnythingButAnObject() {
        assertThat(faults("[]")).contains("$");
        assertThat(faults("null")).contains("$", "model", "method");
        assertThat(faults("{'model':'m','method':{'type':'ppo'}}")).containsExactly("method.type");
        assertThat(faults("{'model':'m','method':{'type':'sft'},'reward':{'components':[]}}"))
                .containsExactly("reward.components");
    }

    @Test
    void readsEarlyStoppingAndRetention() {
        RunSpec spec = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'sft','sft':{'answer_only':true,'eval_steps':10,'eval_samples':64,
                          'early_stopping_patience':3,'early_stopping_threshold':0.01,'max_skipped_steps':2,
                          'save_total_limit':4,'keep_every':100}}}"""));
        Sft sft = spec.requireSft();
        assertThat(sft.answerOnly()).isTrue();
        assertThat(sft.optimizer().maxSkippedSteps()).isEqualTo(2);
        assertThat(sft.earlyStopping()).isEqualTo(new EarlyStoppingSettings(10, 64, 3, 0.01));
        assertThat(sft.checkpoints()).isEqualTo(new Checkpoints(50, 4, 100));
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);

        Sft silent = RunSpecReader.read(json("{'model':'m','method':{'type':'sft'}}"))
                .requireSft();
        assertThat(silent.answerOnly()).isFalse();
        assertThat(silent.optimizer().maxSkippedSteps()).isEqualTo(5);
        assertThat(silent.earlyStopping()).isEqualTo(new EarlyStoppingSettings(null, 128, null, 0));
        assertThat(silent.checkpoints()).isEqualTo(new Checkpoints(50, null, null));
        assertThat(faults("""
                        {'model':'m','method':{'type':'sft','sft':{'answer_only':1,'eval_samples':0,
                          'early_stopping_patience':2,'early_stopping_threshold':-1,'max_skipped_steps':0,'keep_every':5}}}"""))
                .containsExactlyInAnyOrder(
                        "method.sft.answer_only",
                        "method.sft.eval_samples",
                        "method.sft.early_stopping_patience",
                        "method.sft.early_stopping_threshold",
                        "method.sft.max_skipped_steps",
                        "method.sft.keep_every");
    }

    @Test
    void theReferenceIsUpdatedOnlyIfThereIsOne() {
        Grpo grpo = RunSpecReader.read(json("""
                        {'model':'m','method':{'type':'grpo','grpo':{'beta':0.04,'sync_ref_model':true,
                          'ref_model_sync_steps':8,'ref_model_mixup_alpha':0.3,'save_total_limit':2}}}""")).requireGrpo();
        assertThat(grpo.reference()).isEqualTo(new Reference(true, 8, 0.3, false));
        assertThat(grpo.checkpoints()).isEqualTo(new Checkpoints(10, 2, null));
        Grpo silent = RunSpecReader.read(json("{'model':'m','method':{'type':'grpo'}}"))
                .requireGrpo();
        assertThat(silent.reference()).isEqualTo(new Reference(false, 512, 0.6, false));
        assertThat(silent.optimizer().maxSkippedSteps()).isEqualTo(5);
        assertThat(faults("""
                        {'model':'m','method':{'type':'grpo','grpo':{'sync_ref_model':true,'ref_model_sync_steps':0,
                          'ref_model_mixup_alpha':2,'save_total_limit':0,'max_skipped_steps':'x'}}}"""))
                .containsExactlyInAnyOrder(
                        "method.grpo.sync_ref_model",
                        "method.grpo.ref_model_sync_steps",
                        "method.grpo.ref_model_mixup_alpha",
                        "method.grpo.save_total_limit",
                        "method.grpo.max_skipped_steps");
    }

    @Test
    void trainedWeightsAreChosenByModuleOrByAdapters() {
        Sft plain = RunSpecReader.sft(Map.of());
        assertThat(plain.trained().freeze()).isEmpty();
        assertThat(plain.trained().lora()).isNull();
        assertThat(RunSpecReader.grpo(Map.of("freeze", List.of("lm_head", "model.layers.0.mlp")))
                        .trained()
                        .freeze())
                .containsExactly("lm_head", "model.layers.0.mlp");
        Sft adapters = RunSpecReader.sft(Map.of("lora", Map.of("r", 16, "target_modules", List.of("q_proj"))));
        assertThat(adapters.trained().lora()).isEqualTo(new Lora(16, 8, List.of("q_proj")));
        assertThat(adapters.trained().freezeVision()).isTrue();
        assertThat(RunSpecReader.grpo(Map.of("lora", Map.of())).trained().lora())
                .isEqualTo(new Lora(8, 8, Lora.MODULES));
        assertThat(faults("""
                        {'model':'m','method':{'type':'sft','sft':{'freeze_vision':false,'freeze':['lm_head','lm_head','a b',3],
                          'lora':{'r':0,'lora_alpha':0,'lora_dropout':0.1,'target_modules':['qkv'],'bias':'all'}}}}"""))
                .containsExactlyInAnyOrder(
                        "method.sft.freeze[1]",
                        "method.sft.freeze[2]",
                        "method.sft.freeze[3]",
                        "method.sft.freeze",
                        "method.sft.freeze_vision",
                        "method.sft.lora.r",
                        "method.sft.lora.lora_alpha",
                        "method.sft.lora.lora_dropout",
                        "method.sft.lora.target_modules[0]",
                        "method.sft.lora.bias");
    }

    @Test
    void readsAStoredRunWithAdapters() {
        RunSpec spec =
                RunSpecReader.read(json("{'model':'m','method':{'type':'grpo','grpo':{'lora':{'lora_alpha':32}}}}"));
        assertThat(RunSpecReader.read(JsonMapper.shared().valueToTree(spec))).isEqualTo(spec);
    }

    private static List<String> faults(String text) {
        return catchThrowableOfType(InvalidRequestException.class, () -> RunSpecReader.read(json(text)))
                .errors()
                .stream()
                .map(FieldError::field)
                .toList();
    }

    private static JsonNode json(String text) {
        return JSON.readTree(text.replace('\'', '"'));
    }

    @Test
    void onlyGeolocationHasSeveralAnswers() {
        Eval plain = RunSpecReader.eval(Map.of());
        assertThat(plain.task()).isEqualTo(EvalTask.PAIRING);
        assertThat(plain.n()).isEqualTo(1);
        assertThat(RunSpecReader.eval(Map.of("task", "geolocation", "n", 16)).n())
                .isEqualTo(16);
        for (Map<String, Object> wrong : List.<Map<String, Object>>of(
                Map.of("n", 2), Map.of("task", "geolocation", "n", 17), Map.of("task", "geolocation", "n", 0))) {
            assertThat(catchThrowableOfType(InvalidRequestException.class, () -> RunSpecReader.eval(wrong))
                            .errors())
                    .extracting(FieldError::field)
                    .containsExactly("n");
        }
    }
}
