package org.geor1.trainer.sft;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.cot.CotDataEngine;
import org.geor1.miniearth.cot.CotDataSet;
import org.geor1.miniearth.cot.CotExemplar;
import org.geor1.miniearth.render.ImageRef;
import org.geor1.miniearth.render.View;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.rl.sft.SftExample;
import org.geor1.trainer.rollout.Prompts;

/**
 * Fact-checked chain-of-thought exemplars about single images, the same for the same seed. The paper's stage one uses
 * about 12 thousand; longer runs go through them again.
 */
final class Exemplars {

    private static final int MOST = 12_000;

    private final MiniEarth earth = MiniEarth.standard();
    private final long seed;
    private final boolean answerOnly;
    private final List<CotExemplar> exemplars;

    /** @param answerOnly leaves the reasoning out, to compare with training that imitates it */
    Exemplars(long seed, long wanted, boolean answerOnly) {
        this.seed = seed;
        this.answerOnly = answerOnly;
        this.exemplars = checked(Split.SFT, (int) Math.min(MOST, wanted));
    }

    private List<CotExemplar> checked(Split split, int count) {
        List<CotExemplar> kept = CotDataSet.keepTrue(new CotDataEngine(earth, seed).generate(split, count, 0))
                .kept();
        if (kept.isEmpty()) {
            throw new IllegalStateException("no exemplar passed the fact check");
        }
        return kept;
    }

    /** Exemplars about places of the development split, which no training sees. */
    List<SftExample> heldOut(int count) {
        return checked(Split.DEV, count).stream().map(this::example).toList();
    }

    /** The batch of a step, counted from 1. */
    List<SftExample> batch(long step, int size) {
        List<SftExample> batch = new ArrayList<>();
        for (long i = (step - 1) * size; i < step * size; i++) {
            batch.add(example(exemplars.get((int) (i % exemplars.size()))));
        }
        return batch;
    }

    private SftExample example(CotExemplar exemplar) {
        String role = exemplar.view() == View.TILE ? "tile" : "panorama";
        PromptPart.Image image =
                new PromptPart.Image(ImageRef.of(earth, exemplar.place(), exemplar.view()), role, null);
        return new SftExample(
                Prompts.render(Prompts.interleave(exemplar.prompt(), List.of(image))),
                answerOnly ? answer(exemplar.completion()) : exemplar.completion());
    }

    private static String answer(String completion) {
        return "<answer>" + ThinkAnswer.parse(completion).answer().orElseThrow() + "</answer>";
    }
}
