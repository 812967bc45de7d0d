package org.geor1.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Defaults are filled in, everything given is kept, and every fault of a request is named at once. */
class RunSpecReaderTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void defaultsFillWhatIsNotSaid() {
        RunSpec spec = RunSpecReader.read(json("{'model':'nano-base','method':{'type':'grpo'}}"));
        assertThat(spec.dataset()).isEqualTo("mini-earth");
        assertThat(spec.method().requireGrpo().groupSize()).isEqualTo(8);
        assertThat(spec.method().requireGrpo().confusers()).isEqualTo(Confusers.SAME_CITY);
        assertThat(spec.reward()).isEqualTo(RunSpecReader.defaultReward());
        assertThat(spec.maxSteps()).isEqualTo(200);
    }

    @Test
    void whatIsGivenIsKeptThroughStorage() {
        RunSpec spec = RunSpecReader.read(json("""
                        {'experiment':'e','name':'n','model':'run_1@step-5','dataset':'mini-earth','seed':9,
                         'method':{'type':'eval','eval':{'questions':101,'prompts_per_step':50,'blank_images':true,
                          'confusers':'anywhere','candidates':3}},
                         'reward':{'components':[{'name':'length','weight':-2}],'length_limit':99}}"""));
        assertThat(spec.maxSteps()).isEqualTo(3);
        assertThat(spec.method().requireEval().blankImages()).isTrue();
        assertThat(spec.reward().lengthLimit()).isEqualTo(99);
        assertThat(JSON.readValue(JSON.writeValueAsString(spec), RunSpec.class)).isEqualTo(spec);
        assertThat(RunSpecReader.read(JSON.valueToTree(spec))).isEqualTo(spec);
    }

    @Test
    void everyFaultIsNamed() {
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
    void anythingButAnObjectIsRefused() {
        assertThat(faults("[]")).contains("$");
        assertThat(faults("null")).contains("$", "model", "method");
        assertThat(faults("{'model':'m','method':{'type':'ppo'}}")).containsExactly("method.type");
        assertThat(faults("{'model':'m','method':{'type':'sft'},'reward':{'components':[]}}"))
                .containsExactly("reward.components");
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
}
