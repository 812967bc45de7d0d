package org.geor1.trainer.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A seed gives the same base model whether or not pretraining was interrupted; another seed gives another. */
class PretrainingTest {

    private static final String WEIGHTS = "model.safetensors";

    @TempDir
    Path directory;

    @Test
    void interruptedPretrainingEndsWithTheSameModel() throws Exception {
        Pretraining.Listener silent = (stage, step, most, loss, accuracy) -> {};
        Pretraining.run(directory.resolve("whole"), 3, Curriculum.miniature(), silent);
        Pretraining.run(directory.resolve("other"), 4, Curriculum.miniature(), silent);

        Path cut = directory.resolve("cut");
        assertThatThrownBy(() ->
                        Pretraining.run(cut, 3, Curriculum.miniature(), (stage, step, most, loss, accuracy) -> {
                            if (stage.equals("choose")) {
                                throw new IllegalStateException("cut");
                            }
                        }))
                .hasMessage("cut");
        assertThat(cut).doesNotExist();
        Pretraining.run(
                cut,
                3,
                Curriculum.miniature(),
                (stage, step, most, loss, accuracy) -> assertThat(stage).isNotIn("see", "bind", "compare"));

        assertThat(cut.resolve(WEIGHTS)).hasSameBinaryContentAs(directory.resolve("whole/" + WEIGHTS));
        assertThat(Files.mismatch(directory.resolve("other/" + WEIGHTS), cut.resolve(WEIGHTS)))
                .isNotNegative();
        assertThat(directory.toFile().list()).containsExactlyInAnyOrder("whole", "other", "cut");
    }
}
