package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpec;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run asks in the style that its model's directory names, or in the one that it asks for itself; and what it saves says
 * which it was, so that runs from its checkpoints, resumed ones and forks ask in the same.
 */
class PromptStyleTest extends TrainerFixture {

    private static final String GRPO = "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":3,\"prompts_per_step\":1,"
            + "\"group_size\":2,\"checkpoint_every\":1}}";
    private static final String NANO = "which tile shows this place?";
    private static final String GEO_R1 = "First output the thinking process in <think> </think> tags";

    @Test
    void aModelIsAskedAsItsDirectorySaysAndSoAreItsCheckpoints() throws IOException, InterruptedException {
        model("styled", "nano");
        breakAt(3);
        Run run = finished(submit(GRPO, "styled", 1));
        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        for (long step = 1; step <= 3; step++) {
            assertThat(asked(run.id(), step)).contains(NANO);
        }
        assertThat(style(newest(run).policyArtifact())).isEqualTo("nano");
        assertThat(style(newest(run).stateArtifact())).isEqualTo("nano");

        Run next = finished(submit(GRPO, run.id() + "@latest", 2));
        assertThat(asked(next.id(), 1)).contains(NANO);
        assertThat(style(newest(next).policyArtifact())).isEqualTo("nano");
    }

    @Test
    void aModelThatNamesNoStyleIsAskedAsPublishedOnesAre() throws InterruptedException {
        Run run = finished(submit(GRPO, "nano-base", 1));
        assertThat(asked(run.id(), 1)).contains(GEO_R1);
        assertThat(artifacts.open(newest(run).policyArtifact()).resolve(PromptStyleFile.NAME))
                .doesNotExist();
    }

    @Test
    void aRunMayAskForAnotherStyleWhichItsCheckpointsThenName() throws IOException, InterruptedException {
        model("styled-too", "geo-r1");
        Run run = finished(submit(GRPO + ",\"prompt_style\":\"nano\"", "styled-too", 1));
        assertThat(asked(run.id(), 1)).contains(NANO).doesNotContain(GEO_R1);
        Checkpoint last = newest(run);
        assertThat(style(last.policyArtifact())).isEqualTo("nano");
        assertThat(style(last.stateArtifact())).isEqualTo("nano");

        Run next = finished(submit(GRPO, last.name(), 2));
        assertThat(asked(next.id(), 1)).contains(NANO);

        RunSpec longer =
                RunFork.read(JsonMapper.shared().readTree("""
                        {"resume_optimizer":true,"overrides":{"prompt_style":"geo-r1","method":{"grpo":{"max_steps":4}}}}""")).specification(run.spec(), last.name(), last.step());
        Run fork = finished(runs.fork(longer, 4, last).id());
        assertThat(asked(fork.id(), 4)).contains(GEO_R1);
        assertThat(style(newest(fork).policyArtifact())).isEqualTo("geo-r1");
    }

    @Test
    void anUnknownStyleEndsTheRunWithItsName() throws IOException, InterruptedException {
        model("misspelt", "nanno");
        Run run = finished(submit(GRPO, "misspelt", 1));
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.error())
                .contains(
                        "The model misspelt cannot be loaded: there is no prompt style 'nanno'; known are geo-r1, nano");
    }

    @Test
    void anUnknownDatasetEndsTheRunWithItsName() throws InterruptedException {
        Run run = finished(submit(GRPO + ",\"dataset\":\"mini-mars\"", "nano-base", 1));
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.error()).contains("There is no dataset 'mini-mars'; known are [mini-earth]");
    }

    private static void model(String name, String style) throws IOException {
        Path directory = Files.createDirectories(home.resolve("models").resolve(name));
        Files.writeString(directory.resolve("config.json"), name);
        PromptStyleFile.write(directory, style);
    }

    private String asked(String run, long step) {
        RolloutGroup group = rollouts.groups(run, step).get(0);
        return group.prompt().toString();
    }

    private Checkpoint newest(Run run) {
        return checkpoints.list(run.id()).get(0);
    }

    private String style(String artifact) {
        return String.valueOf(PromptStyleFile.read(artifacts.open(artifact)));
    }
}
