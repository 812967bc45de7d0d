package org.geor1.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed gives the same base model whether or not pretraining was interrupted; another seed gives another. */
class PretrainingTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path directory;

    @Test
    void interruptedPretrainingEndsWithTheSameModel() throws Exception {
        List<String> whole = new ArrayList<>();
        List<String> resumed = new ArrayList<>();
        Pretraining.run(directory.resolve("whole"), 3, Curriculum.miniature(), into(whole));
        Pretraining.run(directory.resolve("other"), 4, Curriculum.miniature(), into(new ArrayList<>()));

        Path cut = directory.resolve("cut");
        assertThatThrownBy(() ->
                        Pretraining.run(cut, 3, Curriculum.miniature(), (stage, step, most, loss, accuracy) -> {
                            if (stage.equals("choose")) {
                                throw new IllegalStateException("cut");
                            }
                            into(resumed).step(stage, step, most, loss, accuracy);
                        }))
                .hasMessage("cut");
        assertThat(cut).doesNotExist();
        Pretraining.run(cut, 3, Curriculum.miniature(), into(resumed));

        // Every step once and with the same loss: no finished stage is repeated.
        assertThat(resumed).isEqualTo(whole);
        assertThat(cut.resolve(WEIGHTS)).hasSameBinaryContentAs(directory.resolve("whole/" + WEIGHTS));
        assertThat(Files.mismatch(directory.resolve("other/" + WEIGHTS), cut.resolve(WEIGHTS)))
                .isNotNegative();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("whole", "other", "cut");
    }

    private static Pretraining.Listener into(List<String> steps) {
        return (stage, step, most, loss, accuracy) -> steps.add(stage + " " + step + " " + loss);
    }
}
