package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.jobs.rollout.Truth;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.pairing.ConfuserMode;
import org.geor1.miniearth.pairing.PairingGenerator;
import org.geor1.miniearth.pairing.PairingQuestion;
import org.geor1.miniearth.render.ImageRef;
import org.geor1.miniearth.render.View;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.Grpo;
import org.jspecify.annotations.Nullable;

/**
 * The endless list of pairing questions of a run. Question {@code i} depends only on the seed and on {@code i}, so the
 * list is the same whenever it is read. Questions are made in blocks, within which letters and hardness are balanced.
 */
public final class PairingQuestions {

    private static final int BLOCK = 4000;

    private final MiniEarth earth = MiniEarth.standard();
    private final long seed;
    private final Split split;
    private final int candidates;
    private final ConfuserMode mode;
    private final boolean blank;

    private long block = -1;
    private List<PairingQuestion> questions = List.of();

    private PairingQuestions(long seed, Split split, int candidates, Confusers confusers, boolean blank) {
        this.seed = seed;
        this.split = split;
        this.candidates = candidates;
        this.mode = confusers == Confusers.SAME_CITY ? ConfuserMode.SAME_CITY : ConfuserMode.GLOBAL;
        this.blank = blank;
    }

    public static PairingQuestions training(long seed, Grpo grpo) {
        return new PairingQuestions(
                seed, Split.RL, grpo.questions().candidates(), grpo.questions().confusers(), false);
    }

    public static PairingQuestions evaluation(long seed, Eval eval) {
        return new PairingQuestions(
                seed, Split.TEST, eval.asked().candidates(), eval.asked().confusers(), eval.blankImages());
    }

    /** A question ready to be asked. */
    public record Asked(List<PromptPart> prompt, Truth truth) {}

    public Asked get(long index) {
        if (index / BLOCK != block) {
            block = index / BLOCK;
            questions =
                    new PairingGenerator(earth, SeedStream.hash(seed, block)).generate(split, candidates, mode, BLOCK);
        }
        return asked(questions.get((int) (index % BLOCK)));
    }

    private Asked asked(PairingQuestion question) {
        Place place = question.panorama();
        List<PromptPart.Image> images = new ArrayList<>();
        images.add(image(place, View.PANORAMA, "panorama", null));
        for (int i = 0; i < question.candidates().size(); i++) {
            images.add(image(question.candidates().get(i), View.TILE, "tile", String.valueOf((char) ('A' + i))));
        }
        return new Asked(
                Prompts.interleave(question.prompt(), images),
                new Truth(
                        question.answer(),
                        question.hardness(),
                        place.city().name(),
                        place.country().name(),
                        place.location().latitude(),
                        place.location().longitude()));
    }

    private PromptPart.Image image(Place place, View view, String role, @Nullable String label) {
        return new PromptPart.Image(blank ? ImageRef.blank(view) : ImageRef.of(earth, place, view), role, label);
    }
}
