package org.geor1.protocol.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.reward.RewardSpec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A fork equals its parent except for the given overrides, and every error in those is reported. */
class RunForkTest {

    private static final RunSpec PARENT = RunSpecReader.read(json("""
                    {'experiment':'e','name':'n','model':'nano-base','seed':9,
                     'method':{'type':'grpo','grpo':{'max_steps':50,'beta':0.04,'freeze_vision':false}},
                     'reward':{'components':[{'name':'accuracy'}]}}"""));

    @Test
    void inheritsUnspecifiedSettings() {
        RunSpec fork = fork("{}", 20);
        assertThat(fork.model()).isEqualTo("run_1@step-20");
        assertThat(fork).usingRecursiveComparison().ignoringFields("model").isEqualTo(PARENT);
    }

    @Test
    void overridesChangeRemoveAndReplace() {
        RunSpec fork = fork("""
                        {'overrides':{'name':null,'seed':3,'method':{'grpo':{'max_steps':80,'beta':null}},
                          'reward':{'components':[{'name':'format','weight':2}]}}}""", 20);
        Grpo grpo = fork.requireGrpo();
        assertThat(fork.name()).isNull();
        assertThat(fork.seed()).isEqualTo(3);
        assertThat(grpo.maxSteps()).isEqualTo(80);
        assertThat(grpo.objective().beta()).isZero();
        assertThat(grpo.trained().freezeVision()).isFalse();
        assertThat(fork.reward().components()).containsExactly(new RewardSpec.Component("format", 2));
    }

    @Test
    void oneOfTwoNamesReplacesTheOther() {
        RunSpec mixed = fork("{'overrides':{'datasets':[{'name':'a'}],'method':{'grpo':{'num_train_epochs':2}}}}", 20);
        assertThat(mixed.datasetNames()).isEqualTo("a");
        assertThat(mixed.method().steps()).isNull();
        RunSpec back = RunFork.read(json("{'overrides':{'dataset':'b','method':{'grpo':{'max_steps':9}}}}"))
                .specification(mixed, "run_2@step-3", 3);
        assertThat(back.datasetNames()).isEqualTo("b");
        assertThat(back.method().steps()).isEqualTo(9);
        assertThat(RunFork.read(json("{}")).specification(mixed, "run_2@step-3", 3))
                .usingRecursiveComparison()
                .ignoringFields("model")
                .isEqualTo(mixed);
        assertThat(faults("{'overrides':{'method':{'grpo':{'num_train_epochs':2,'max_steps':9}}}}"))
                .containsExactly("overrides.method.grpo.num_train_epochs");
    }

    @Test
    void epochsLeaveAStepToTake() {
        RunFork fork =
                RunFork.read(json("{'resume_optimizer':true,'overrides':{'method':{'grpo':{'num_train_epochs':2}}}}"));
        RunSpec spec = fork.specification(PARENT, "run_1@step-20", 20);
        fork.requireStepsLeft(spec, 21, 20);
        FieldError error = catchThrowableOfType(
                        InvalidRequestException.class, () -> fork.requireStepsLeft(spec, 20, 20))
                .errors()
                .get(0);
        assertThat(error.field()).isEqualTo("overrides.method.grpo.num_train_epochs");
        assertThat(error.message()).contains("comes to 20 steps", "more than 20");
    }

    @Test
    void anotherMethodStartsWithItsOwnDefaults() {
        RunSpec fork = fork("{'overrides':{'method':{'type':'sft','sft':{'max_steps':5}}}}", 20);
        assertThat(fork.requireSft().maxSteps()).isEqualTo(5);
        assertThat(fork.method()).isNotInstanceOf(Grpo.class);
    }

    @Test
    void theOptimizerStateIsKeptOnlyIfItFits() {
        assertThat(fork("{'resume_optimizer':true,'overrides':{'method':{'grpo':{'learning_rate':1e-6}}}}", 20)
                        .requireGrpo()
                        .optimizer()
                        .learningRate())
                .isEqualTo(1e-6);
        assertThat(faults("""
                        {'resume_optimizer':true,
                         'overrides':{'method':{'grpo':{'max_steps':20,'freeze_vision':true,'num_iterations':2}}}}"""))
                .containsExactly(
                        "overrides.method.grpo.freeze_vision",
                        "overrides.method.grpo.num_iterations",
                        "overrides.method.grpo.max_steps");
        assertThat(faults("{'resume_optimizer':true,'overrides':{'method':{'type':'sft'}}}"))
                .containsExactly("resume_optimizer");
    }

    @Test
    void everyErrorNamesItsField() {
        assertThat(faults("{'step':0,'resume_optimizer':1,'at':3,'overrides':{'model':'m'}}"))
                .containsExactlyInAnyOrder("step", "resume_optimizer", "at", "overrides.model");
        assertThat(faults("{'overrides':{'seed':-1,'colour':'red','method':{'grpo':{'beta':'x'}}}}"))
                .containsExactlyInAnyOrder("overrides.seed", "overrides.colour", "overrides.method.grpo.beta");
        assertThat(faults("{'overrides':7}")).containsExactly("overrides");
        assertThat(faults("[]")).containsExactly("$");
    }

    private static RunSpec fork(String body, long step) {
        return RunFork.read(json(body)).specification(PARENT, "run_1@step-" + step, step);
    }

    private static List<String> faults(String body) {
        return catchThrowableOfType(InvalidRequestException.class, () -> fork(body, 20)).errors().stream()
                .map(FieldError::field)
                .toList();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text.replace('\'', '"'));
    }
}
