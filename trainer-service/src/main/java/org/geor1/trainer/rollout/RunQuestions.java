package org.geor1.trainer.rollout;

import java.util.ArrayList;
import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.Source;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.PairingTask;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.rollout.Truth;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.EvalTask;
import org.geor1.protocol.run.Grpo;
import org.geor1.trainer.source.RunTasks;
import org.jspecify.annotations.Nullable;

/**
 * The endless list of questions of a run, in the words of its style. Question {@code i} depends only on the seed and on
 * {@code i}, so the list is the same whenever it is read.
 */
public final class RunQuestions {

    private final PromptStyle style;
    private final TaskItems items;
    private final @Nullable Source blanks;

    private RunQuestions(PromptStyle style, TaskItems items, @Nullable Source blanks) {
        this.style = style;
        this.items = items;
        this.blanks = blanks;
    }

    public static RunQuestions training(RunTasks tasks, long seed, Grpo grpo) {
        return new RunQuestions(tasks.style(), pairing(tasks.pairing(), Use.ELEVATING, seed, grpo.questions()), null);
    }

    /**
     * The questions of an evaluation about one source.
     *
     * @throws IllegalArgumentException if questions would be asked twice, which would make the result look surer than it is
     */
    public static RunQuestions evaluation(SourceTasks tasks, PromptStyle style, long seed, Eval eval) {
        TaskItems items = switch (eval.task()) {
            case PAIRING -> pairing(tasks.pairing(), Use.TEST, seed, eval.asked());
            case GEOLOCATION -> tasks.geolocation().pictures(Use.TEST, seed);
        };
        requireEnough(items, tasks.source().name(), eval);
        return new RunQuestions(style, items, eval.blankImages() ? tasks.source() : null);
    }

    private static TaskItems pairing(PairingTask task, Use use, long seed, Questions asked) {
        ConfuserMode mode = asked.confusers() == Confusers.SAME_CITY ? ConfuserMode.SAME_CITY : ConfuserMode.GLOBAL;
        return task.questions(use, asked.candidates(), mode, seed);
    }

    private static void requireEnough(TaskItems items, String dataset, Eval eval) {
        String what = eval.task() == EvalTask.GEOLOCATION ? "pictures with a latitude and longitude" : "samples";
        if (items.distinct() == 0) {
            throw new IllegalArgumentException(
                    "dataset '%s' has no %s to test on; name another dataset".formatted(dataset, what));
        }
        if (items.distinct() < eval.questions()) {
            throw new IllegalArgumentException(
                    "dataset '%s' has %d %s to test on, and method.eval.questions asks for %d; set it to %2$d or fewer"
                            .formatted(dataset, items.distinct(), what, eval.questions()));
        }
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
        return new Asked(Prompts.interleave(style.prompt(item.question()), images), truth(item));
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
