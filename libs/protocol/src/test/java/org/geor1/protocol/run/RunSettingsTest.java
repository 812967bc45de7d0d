package org.geor1.protocol.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.training.Checkpoints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every setting has a description and is required or has a default within its bounds. */
class RunSettingsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void everySettingIsDescribedAndHasADefaultWithinItsBounds() {
        List<String> wrong = new ArrayList<>();
        check("run", RunSpecReader.schema(), wrong);
        check("fork", RunFork.schema(), wrong);
        assertThat(wrong).isEmpty();
    }

    private static void check(String path, JsonNode object, List<String> wrong) {
        List<String> required =
                object.path("required").valueStream().map(JsonNode::stringValue).toList();
        for (Map.Entry<String, JsonNode> property : object.get("properties").properties()) {
            String at = path + "." + property.getKey();
            JsonNode field = property.getValue();
            String description = field.path("description").asString("");
            if (!description.endsWith(".") || description.contains("\n")) {
                wrong.add(at + " is not described in a line");
            }
            JsonNode value = field.has("anyOf") ? field.at("/anyOf/1") : field;
            boolean nullable = value.path("type").isArray();
            if (nullable == required.contains(property.getKey())) {
                wrong.add(at + " is neither required nor optional");
            }
            checkDefault(at, value, wrong);
            if (field.has("properties")) {
                check(at, field, wrong);
            } else if (field.path("items").has("properties")) {
                check(at + "[]", field.get("items"), wrong);
            }
        }
    }

    private static void checkDefault(String at, JsonNode field, List<String> wrong) {
        String type = field.path("type").isArray()
                ? field.at("/type/0").stringValue()
                : field.path("type").stringValue();
        if (List.of("integer", "number").contains(type) && !(field.has("minimum") && field.has("maximum"))) {
            wrong.add(at + " has no bounds");
        }
        JsonNode byDefault = field.get("default");
        if (byDefault == null) {
            return;
        }
        boolean fits = switch (type) {
            case "integer" -> byDefault.isIntegralNumber();
            case "number" -> byDefault.isNumber();
            case "boolean" -> byDefault.isBoolean();
            case "array" -> byDefault.isArray();
            default -> byDefault.isString();
        };
        if (field.has("minimum")) {
            fits &= byDefault.doubleValue() >= field.get("minimum").doubleValue()
                    && byDefault.doubleValue() <= field.get("maximum").doubleValue();
        }
        if (field.has("enum")) {
            fits &= field.get("enum").valueStream().anyMatch(byDefault::equals);
        }
        if (!fits) {
            wrong.add(at + " has the default " + byDefault);
        }
    }

    /** With an invalid default, a run without any settings would be refused. */
    @ParameterizedTest
    @ValueSource(strings = {"sft", "grpo", "eval"})
    void aRunWithoutSettingsIsValidAndStoredUnchanged(String kind) {
        RunSpec spec = RunSpecReader.read(JSON.readTree("{\"model\":\"m\",\"method\":{\"type\":\"" + kind + "\"}}"));
        JsonNode stored = JSON.valueToTree(spec);
        assertThat(stored.at("/method/" + kind).isObject()).isTrue();
        assertThat(stored.get("method").size()).isEqualTo(2);
        assertThat(RunSpecReader.read(stored)).isEqualTo(spec);
        assertThat(JSON.treeToValue(stored, RunSpec.class)).isEqualTo(spec);
    }

    /** Settings are flat, whichever record holds them. */
    @Test
    void readsAPreviouslyStoredRun() {
        Grpo grpo = RunSpecReader.read(JSON.readTree("""
                        {"experiment":"default","model":"nano-base","dataset":"mini-earth","seed":7,"method":{"type":"grpo",
                         "grpo":{"max_steps":200,"prompts_per_step":8,"group_size":16,"beta":0.0,"epsilon":0.2,
                          "temperature":1.2,"top_p":1.0,"top_k":0,"min_p":0.0,"repetition_penalty":1.0,
                          "max_completion_length":160,"learning_rate":2.0E-4,"max_grad_norm":1.0,"warmup_steps":10,
                          "scale_rewards":"group","freeze_vision":true,"freeze":[],"lora":null,
                          "gradient_checkpointing":false,"shared_prefix":true,"checkpoint_every":25,"candidates":5,
                          "confusers":"same-city","max_staleness":0,"stale_groups":"correct","dynamic_sampling":0,
                          "max_skipped_steps":5,"sync_ref_model":false,"ref_model_sync_steps":512,
                          "ref_model_mixup_alpha":0.6,"save_total_limit":null,"keep_every":null,
                          "offload_reference":false,"weights_dtype":"fp32","optim_states":"fp32",
                          "offload_optimizer":false,"loss_type":"grpo","importance_sampling_level":"token",
                          "epsilon_high":null,"delta":null,"use_bias_correction_kl":false,"entropy_coef":0.0,
                          "mask_truncated_completions":false,"num_iterations":1,
                          "importance_sampling_correction":"none","importance_sampling_clip_max":3.0,
                          "importance_sampling_clip_min":null}},
                         "reward":{"components":[{"name":"accuracy","weight":1.0,"method":"strict"},
                          {"name":"format","weight":0.2}],"length_limit":1024}}""")).requireGrpo();
        assertThat(grpo.completions().temperature()).isEqualTo(1.2);
        assertThat(grpo.optimizer().learningRate()).isEqualTo(2e-4);
        assertThat(grpo.checkpoints()).isEqualTo(new Checkpoints(25, null, null));
    }

    @Test
    void anErrorSaysWhatIsExpected() {
        assertThat(faults("""
                        {"model":"m","metod":1,"method":{"type":"grpo","grpo":{"groupsize":4,"beta":"high","num_iterations":65,
                          "loss_type":3,"freeze_vision":"yes"}},"reward":{"components":[{"name":"beauty"}]}}"""))
                .containsExactlyInAnyOrder(
                        "metod: is unknown; did you mean method?",
                        "method.grpo.groupsize: is unknown; did you mean group_size?",
                        "method.grpo.beta: must be a number from 0.0 to 10.0",
                        "method.grpo.num_iterations: must be a whole number from 1 to 64",
                        "method.grpo.loss_type: must be one of [grpo, bnpo, dr_grpo, dapo, cispo]",
                        "method.grpo.freeze_vision: must be true or false",
                        "reward.components[0].name: unknown reward; known are [accuracy, city, country, exact, format,"
                                + " geo_distance, length, repetition], one of your own needs a url, and mcq is the method mcq"
                                + " of accuracy");
    }

    @Test
    void settingsOfAnUnknownTypeAreCheckedToo() {
        assertThat(faults("{\"model\":\"m\",\"method\":{\"type\":\"ppo\",\"grpo\":{\"beta\":-1}}}"))
                .containsExactlyInAnyOrder(
                        "method.type: must be one of [sft, grpo, eval]",
                        "method.grpo.beta: must be a number from 0.0 to 10.0");
    }

    @Test
    void aMisspeltChoiceIsAnsweredWithTheNearest() {
        String run = "{\"model\":\"m\",\"method\":{\"type\":\"eval\"},\"prompt_style\":%s}";
        assertThat(faults(run.formatted("\"nanno\"")))
                .containsExactly("prompt_style: must be one of [geo-r1, nano]; did you mean nano?");
        assertThat(faults(run.formatted("\"haiku\""))).containsExactly("prompt_style: must be one of [geo-r1, nano]");
        assertThat(faults(run.formatted("7"))).containsExactly("prompt_style: must be one of [geo-r1, nano]");
        assertThat(RunSpecReader.read(JSON.readTree(run.formatted("\"geo-r1\"")))
                        .promptStyle())
                .isEqualTo(PromptStyleName.GEO_R1);
        assertThat(RunSpecReader.read(JSON.readTree(run.formatted("null"))).promptStyle())
                .isNull();
    }

    private static List<String> faults(String text) {
        return catchThrowableOfType(InvalidRequestException.class, () -> RunSpecReader.read(JSON.readTree(text)))
                .errors()
                .stream()
                .map(error -> error.field() + ": " + error.message())
                .toList();
    }
}
