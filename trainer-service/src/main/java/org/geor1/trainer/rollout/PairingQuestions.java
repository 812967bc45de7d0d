package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.Source;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.rollout.Truth;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.Grpo;
import org.geor1.trainer.source.RunTasks;
import org.jspecify.annotations.Nullable;

/**
 * The endless list of questions of a run, in the words of its style. Question {@code i} depends only on the seed and on
 * {@code i}, so the list is the same whenever it is read.
 */
public final class PairingQuestions {

    private final RunTasks tasks;
    private final TaskItems items;
    private final @Nullable Source blanks;

    private PairingQuestions(RunTasks tasks, long seed, Use use, Questions asked, @Nullable Source blanks) {
        ConfuserMode mode = asked.confusers() == Confusers.SAME_CITY ? ConfuserMode.SAME_CITY : ConfuserMode.GLOBAL;
        this.tasks = tasks;
        this.items = tasks.pairing().questions(use, asked.candidates(), mode, seed);
        this.blanks = blanks;
    }

    public static PairingQuestions training(RunTasks tasks, long seed, Grpo grpo) {
        return new PairingQuestions(tasks, seed, Use.ELEVATING, grpo.questions(), null);
    }

    /**
     * @param source whose questions they are
     * @throws IllegalArgumentException if questions would be asked twice, which would make the result look surer than it is
     */
    public static PairingQuestions evaluation(RunTasks tasks, Source source, long seed, Eval eval) {
        PairingQuestions questions =
                new PairingQuestions(tasks, seed, Use.TEST, eval.asked(), eval.blankImages() ? source : null);
        if (questions.items.distinct() < eval.questions()) {
            throw new IllegalArgumentException(
                    "dataset '%s' has %d samples to test on, and method.eval.questions asks for %d; set it to %2$d or fewer"
                            .formatted(source.name(), questions.items.distinct(), eval.questions()));
        }
        return questions;
    }

    /** A question ready to be asked. */
    public record Asked(List<PromptPart> prompt, Truth truth) {}

    public Asked get(long index) {
        return asked(items.get(index));
    }

    private Asked asked(TaskItem item) {
        List<PromptPart.Image> images = new ArrayList<>();
        for (int i = 0; i < item.images().size(); i++) {
            SourceImage seen = item.images().get(i);
            SourceImage shown = blanks == null ? seen : blanks.blank(seen);
            images.add(new PromptPart.Image(shown.ref(), shown.role().word(), item.label(i)));
        }
        return new Asked(Prompts.interleave(tasks.style().prompt(item.question()), images), truth(item));
    }

    private static Truth truth(TaskItem item) {
        SourcePlace place = item.place();
        GeoPoint position = place == null ? null : place.position();
        return new Truth(
                item.answer(),
                item.hardness(),
                place == null || place.city().isEmpty() ? null : place.city(),
                place == null || place.country().isEmpty() ? null : place.country(),
                position == null ? null : (Double) position.latitude(),
                position == null ? null : (Double) position.longitude());
    }
}
