package org.geor1.trainer.sft;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.style.PromptStyles;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.miniearth.source.MiniEarthTasks;
import org.geor1.rl.sft.SftExample;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.trainer.source.RunTasks;
import org.junit.jupiter.api.Test;

/** Held-out exemplars show pictures that training never shows, and answers are available without their reasoning. */
class ExemplarsTest {

    private static final int SIZE = 60;

    private static Exemplars exemplars(long seed, long wanted, boolean answerOnly) {
        RunTasks tasks = new RunTasks(MiniEarthTasks.standard(), PromptStyles.named("nano"));
        Pictures pictures = new Pictures(List.of(new MiniEarthPictures()));
        return new Exemplars(tasks, new Prompts(pictures), seed, wanted, answerOnly);
    }

    @Test
    void heldOutExemplarsAreRepeatableAndShareNoPictureWithTraining() {
        Exemplars exemplars = exemplars(3, 600, false);
        List<SftExample> heldOut = exemplars.heldOut(SIZE);
        assertThat(heldOut).hasSizeGreaterThan(SIZE / 2);
        assertThat(completions(heldOut))
                .isEqualTo(completions(exemplars(3, 600, false).heldOut(SIZE)));
        assertThat(completions(heldOut))
                .isNotEqualTo(completions(exemplars(4, 600, false).heldOut(SIZE)));
        Set<Integer> trained = IntStream.rangeClosed(1, 600 / SIZE)
                .mapToObj(step -> exemplars.batch(step, SIZE))
                .flatMap(List::stream)
                .map(ExemplarsTest::picture)
                .collect(Collectors.toSet());
        assertThat(heldOut).noneMatch(example -> trained.contains(picture(example)));
    }

    @Test
    void answersEqualTheEndsOfWholeCompletions() {
        Exemplars whole = exemplars(3, SIZE, false);
        Exemplars answers = exemplars(3, SIZE, true);
        check(whole.batch(1, SIZE), answers.batch(1, SIZE));
        check(whole.heldOut(SIZE), answers.heldOut(SIZE));
    }

    private static void check(List<SftExample> whole, List<SftExample> answers) {
        assertThat(answers).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(answers.get(i).completion()).startsWith("<answer>").doesNotContain("<think>");
            assertThat(whole.get(i).completion())
                    .startsWith("<think>")
                    .endsWith("</think>" + answers.get(i).completion());
            assertThat(picture(answers.get(i))).isEqualTo(picture(whole.get(i)));
        }
    }

    private static List<String> completions(List<SftExample> examples) {
        return examples.stream().map(SftExample::completion).toList();
    }

    private static int picture(SftExample example) {
        BufferedImage image = example.prompt().images().get(0);
        return Arrays.hashCode(image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()));
    }
}
