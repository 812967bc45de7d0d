package org.geor1.teacher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.geor1.data.Row;
import org.geor1.data.check.DatasetCheck;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.image.ImageException;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.journal.Entry;
import org.geor1.teacher.journal.Journal;
import org.geor1.teacher.patience.Money;
import org.geor1.teacher.picture.Photo;
import org.geor1.teacher.report.Counts;
import org.jspecify.annotations.Nullable;

/** What a build would ask, if it kept every answer. It asks nothing and writes nothing. */
public final class DryRun {

    private static final int LETTERS_OF_A_TOKEN = 4;
    private static final int PIXELS_OF_A_TOKEN = 28 * 28;
    private static final int TOKENS_OF_AN_ANSWER = 400;

    private final CotPlan plan;
    private final Gazetteer gazetteer;
    private final Assessor assessor;
    private final @Nullable Journal journal;
    private long kept;
    private long answered;
    private long requests;
    private long estimate;
    private long most;
    private @Nullable Task first;

    private DryRun(CotPlan plan, Gazetteer gazetteer, @Nullable Journal journal) {
        this.plan = plan;
        this.gazetteer = gazetteer;
        this.assessor = new Assessor(gazetteer);
        this.journal = journal;
    }

    /**
     * What is ahead.
     *
     * @param exemplars that there would be
     * @param answered questions whose answers an earlier run has paid for
     * @param requests to send; each answer that is rejected adds one, as long as there are questions
     * @param estimatedCost of these, by usual numbers of tokens
     * @param costAtMost of these, if every answer is as long as allowed
     * @param system the first request's instructions; empty if there is no request
     * @param prompt the first request's text; empty if there is no request
     */
    public record Forecast(
            long exemplars,
            long answered,
            long requests,
            String estimatedCost,
            String costAtMost,
            String system,
            String prompt) {}

    /** @throws IOException if a file cannot be read */
    public static Forecast of(CotPlan plan, Gazetteer gazetteer) throws IOException {
        if (!Files.exists(plan.journal())) {
            return new DryRun(plan, gazetteer, null).forecast();
        }
        try (Journal journal = Journal.open(plan.journal(), plan.settings())) {
            return new DryRun(plan, gazetteer, journal).forecast();
        }
    }

    private Forecast forecast() throws IOException {
        TaskMaker tasks = new TaskMaker(plan, gazetteer, assessor, new Counts());
        for (int round = 0;
                round < plan.limits().attempts() && kept < plan.limits().target();
                round++) {
            look(round, tasks);
        }
        Task shown = first;
        return new Forecast(
                kept,
                answered,
                requests,
                Money.text(estimate),
                Money.text(most),
                shown == null ? "" : plan.prompts().system(),
                shown == null ? "" : shown.text());
    }

    private void look(int round, TaskMaker tasks) throws IOException {
        try (DatasetCheck rows = DatasetCheck.open(plan.reader(), plan.dataset())) {
            for (long number = 0; kept < plan.limits().target() && rows.hasNext(); number++) {
                if (rows.next() instanceof Row.Sample sample) {
                    Optional<Task> task = tasks.task(number, round, sample);
                    if (task.isPresent()) {
                        count(task.get());
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void count(Task task) throws IOException {
        Optional<Entry> entry = journal == null ? Optional.empty() : journal.find(task.key());
        if (entry.isPresent()) {
            answered++;
            kept += task.assess(assessor, entry.get()).isKept() ? 1 : 0;
            return;
        }
        try {
            long pixels = Photo.pixels(task.picture());
            int letters = plan.prompts().system().length() + task.text().length();
            long tokens = letters / LETTERS_OF_A_TOKEN + pixels / PIXELS_OF_A_TOKEN;
            int answer = Math.min(TOKENS_OF_AN_ANSWER, plan.endpoint().maxTokens());
            estimate += plan.limits().prices().of(tokens, answer);
            most += CostBound.of(plan, pixels, task.text());
            requests++;
            kept++;
            first = first == null ? task : first;
        } catch (ImageException e) {
            // A build leaves it out too.
        }
    }
}
