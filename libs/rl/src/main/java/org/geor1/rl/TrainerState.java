package org.geor1.rl;

import java.nio.file.Path;
import java.util.Objects;
import org.geor1.vlm.checkpoint.JsonFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a resumed session must know besides tensors.
 *
 * @param step optimizer steps taken
 * @param skippedInARow how many of the last ones had no finite gradient
 * @param grpo the configuration of a GRPO session, or null
 * @param sft the configuration of an SFT session, or null
 */
record TrainerState(
        long step,
        int skippedInARow,
        @Nullable GrpoConfig grpo,
        @Nullable SftConfig sft) {

    static final String FILE = "trainer_state.json";

    /** Directory of the reference policy beside it. */
    static final String REFERENCE = "reference";

    /** What is younger than a saved state is absent from it: flags are then off and counts zero. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    TrainerState at(long step, int skippedInARow) {
        return new TrainerState(step, skippedInARow, grpo, sft);
    }

    UpdateConfig update() {
        return grpo != null ? grpo.update() : requireSft().update();
    }

    /** RL takes none. */
    double weightDecay() {
        return grpo != null ? 0 : requireSft().weightDecay();
    }

    /** The schedule counts updates, of which each of a GRPO run's steps takes several. */
    LearningRate rate() {
        int each = grpo != null ? grpo.objective().numIterations() : 1;
        UpdateConfig update = update();
        return new LearningRate(update.learningRate(), update.warmupSteps(), update.maxSteps() * each);
    }

    private SftConfig requireSft() {
        return Objects.requireNonNull(sft, "a session is for SFT or GRPO");
    }

    void write(Path directory) {
        JsonFiles.write(directory.resolve(FILE), JSON.valueToTree(this));
    }

    static TrainerState read(Path directory) {
        ObjectNode json = JsonFiles.readObject(directory.resolve(FILE), 1 << 20);
        return JSON.treeToValue(json, TrainerState.class);
    }
}
