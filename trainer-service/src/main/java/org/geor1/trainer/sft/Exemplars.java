package org.geor1.trainer.sft;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.Exemplar;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.rl.sft.SftExample;
import org.geor1.trainer.rollout.Prompts;
import org.geor1.trainer.source.RunTasks;

/**
 * Exemplars to imitate, the same for the same seed. A step's batch follows from its number alone, so a run that resumes draws
 * what it would have drawn. Runs that are longer than what there is go through it again: a stored dataset in another order each
 * time, as by a sampler that is seeded once and shuffles before each epoch.
 */
final class Exemplars {

    private final RunTasks tasks;
    private final Prompts prompts;
    private final long seed;
    private final boolean answerOnly;
    private final List<Exemplar> exemplars;

    /** @param answerOnly leaves the reasoning out, to compare with training that imitates it */
    Exemplars(RunTasks tasks, Prompts prompts, long seed, long wanted, boolean answerOnly) {
        this.tasks = tasks;
        this.prompts = prompts;
        this.seed = seed;
        this.answerOnly = answerOnly;
        this.exemplars = checked(Use.SCAFFOLDING, (int) Math.min(Integer.MAX_VALUE, wanted));
    }

    private List<Exemplar> checked(Use use, int count) {
        List<Exemplar> kept = tasks.reasoning().exemplars(use, seed, count);
        if (kept.isEmpty()) {
            throw new IllegalStateException("no exemplar passed the fact check");
        }
        return kept;
    }

    /** Exemplars about places for development, which no training sees. */
    List<SftExample> heldOut(int count) {
        return checked(Use.DEVELOPMENT, count).stream().map(this::example).toList();
    }

    /** The batch of a step, counted from 1. */
    List<SftExample> batch(long step, int size) {
        List<SftExample> batch = new ArrayList<>();
        for (long i = (step - 1) * size; i < step * size; i++) {
            batch.add(example(exemplars.get((int) (i % exemplars.size()))));
        }
        return batch;
    }

    private SftExample example(Exemplar exemplar) {
        List<PromptPart.Image> images = exemplar.images().stream()
                .map(image -> new PromptPart.Image(image.ref(), image.role().word(), null))
                .toList();
        String prompt = tasks.style().prompt(exemplar.question());
        return new SftExample(
                prompts.render(Prompts.interleave(prompt, images)),
                answerOnly ? answer(exemplar.completion()) : exemplar.completion());
    }

    private static String answer(String completion) {
        return ThinkAnswer.parse(completion)
                .answer()
                .map(answer -> "<answer>" + answer + "</answer>")
                .orElseThrow(() -> new IllegalArgumentException(
                        "answer_only needs completions with an <answer> block, unlike: " + completion));
    }
}
