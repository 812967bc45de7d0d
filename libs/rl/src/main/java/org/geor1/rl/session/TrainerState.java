package org.geor1.rl.session;

import java.nio.file.Path;
import java.util.Objects;
import org.geor1.protocol.grpo.ScaleRewards;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.optimizer.LearningRate;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The state of a session apart from its tensors.
 *
 * @param step optimizer steps taken
 * @param skippedInARow how many of the last steps had no finite gradient
 * @param grpo the configuration of a GRPO session, or null
 * @param sft the configuration of an SFT session, or null
 */
public record TrainerState(
        long step,
        int skippedInARow,
        @Nullable GrpoConfig grpo,
        @Nullable SftConfig sft) {

    public static final String FILE = "trainer_state.json";

    private static final String SCALE_REWARDS = "scaleRewards";

    /** Directory of the reference policy, next to the file. */
    static final String REFERENCE = "reference";

    /** Settings newer than a saved state are absent from it: flags are then off and counts zero. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .annotationIntrospector(new JavaNames())
            .build();

    /** States hold the names of Java's components and constants, whatever the names of settings elsewhere. */
    private static final class JavaNames extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable Object findNamingStrategy(MapperConfig<?> config, AnnotatedClass type) {
            return null;
        }

        @Override
        public String[] findEnumValues(
                MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
            return names;
        }
    }

    TrainerState at(long step, int skippedInARow) {
        return new TrainerState(step, skippedInARow, grpo, sft);
    }

    UpdateConfig update() {
        return grpo != null ? grpo.update() : requireSft().update();
    }

    /** GRPO uses none. */
    double weightDecay() {
        return grpo != null ? 0 : requireSft().weightDecay();
    }

    /** The schedule counts updates; a GRPO step may take several. */
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

    public static TrainerState read(Path directory) {
        ObjectNode json = JsonFiles.readObject(directory.resolve(FILE), 1 << 20);
        // States saved before there was a choice hold a flag.
        if (json.get("grpo") instanceof ObjectNode grpo
                && grpo.path(SCALE_REWARDS).isBoolean()) {
            boolean scaled = grpo.get(SCALE_REWARDS).booleanValue();
            grpo.put(SCALE_REWARDS, (scaled ? ScaleRewards.GROUP : ScaleRewards.NONE).name());
        }
        return JSON.treeToValue(json, TrainerState.class);
    }
}
