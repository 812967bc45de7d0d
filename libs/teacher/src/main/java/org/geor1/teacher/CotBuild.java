package org.geor1.teacher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.geor1.data.Row;
import org.geor1.data.check.DatasetCheck;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.ask.Teacher;
import org.geor1.teacher.journal.Journal;
import org.geor1.teacher.journal.Totals;
import org.geor1.teacher.patience.Attempts;
import org.geor1.teacher.patience.Backoff;
import org.geor1.teacher.patience.Budget;
import org.geor1.teacher.patience.Money;
import org.geor1.teacher.patience.PatientTeacher;
import org.geor1.teacher.report.BuildReport;
import org.geor1.teacher.report.Counts;
import org.geor1.teacher.report.Ending;
import org.geor1.teacher.report.ReportFiles;
import org.geor1.teacher.report.TeacherFigures;
import org.jspecify.annotations.Nullable;

/**
 * Builds a dataset of chains of thought. It asks round by round: in each, one question about every photo, until there are
 * enough exemplars. Every answer is in the journal before it is used, and is not asked for again. Then the dataset is written
 * from the journal.
 */
public final class CotBuild {

    /** So many questions in a row without an answer, each after all its tries, and the teacher is given up. */
    private static final int MOST_FAILURES = 10;

    private final CotPlan plan;
    private final Gazetteer gazetteer;
    private final Teacher teacher;
    private final Backoff backoff;
    private final Progress progress;
    private final Assessor assessor;
    private final Counts skipped = new Counts();
    private final Counts unanswered = new Counts();
    private final Attempts attempts = new Attempts();
    private final Gate gate;
    private long faults;

    /** Is told how far it is, by any thread. */
    @FunctionalInterface
    public interface Progress {
        /** @param kept exemplars so far */
        void at(int kept);
    }

    public CotBuild(CotPlan plan, Gazetteer gazetteer, Teacher teacher, Backoff backoff, Progress progress) {
        this.plan = plan;
        this.gazetteer = gazetteer;
        this.teacher = teacher;
        this.backoff = backoff;
        this.progress = progress;
        this.assessor = new Assessor(gazetteer);
        this.gate = new Gate(plan.limits(), MOST_FAILURES);
    }

    /**
     * Asks, and writes dataset and report. To be called once.
     *
     * @throws org.geor1.data.DatasetException if the dataset is not of the format
     * @throws org.geor1.teacher.journal.JournalException if the folder has a journal that cannot be continued
     * @throws IOException if a file cannot be read or written; what was paid for is in the journal
     */
    public BuildReport run() throws IOException, InterruptedException {
        Files.createDirectories(plan.out());
        try (Journal journal = Journal.open(plan.journal(), plan.settings())) {
            Asker asker = asker(journal);
            TaskMaker tasks = new TaskMaker(plan, gazetteer, assessor, skipped);
            ask(tasks, asker);
            Assembly assembly = new Assembly(plan, gazetteer, assessor, journal);
            assembly.write(asker.answered());
            BuildReport report =
                    report(tasks, assembly, journal.totals(), asker.answered().size());
            ReportFiles.write(
                    plan.reportFolder(), report, String.valueOf(plan.dataset().getFileName()));
            return report;
        }
    }

    private Asker asker(Journal journal) throws IOException {
        CotPlan.Limits limits = plan.limits();
        Totals earlier = journal.totals();
        Budget budget = new Budget(limits.maxCost(), earlier.spent(), earlier.dearest());
        PatientTeacher patient = new PatientTeacher(
                teacher,
                budget,
                new PatientTeacher.Rules(limits.tries(), backoff, gate::pause, limits.prices()),
                new Random(),
                attempts,
                (kind, cost) -> journal.appendLoss(title(kind.name()), cost));
        return new Asker(
                plan, patient, journal, assessor, new PhotoStore(plan.datasetFolder()), gate, skipped, unanswered);
    }

    private void ask(TaskMaker tasks, Asker asker) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(plan.limits().concurrency());
        try {
            boolean open = true;
            for (int round = 0; open && round < plan.limits().attempts(); round++) {
                open = askRound(round, tasks, asker, threads);
            }
            gate.awaitAll();
        } finally {
            threads.shutdownNow();
        }
        rethrow(gate.fault());
    }

    /** False if no task shall follow. */
    private boolean askRound(int round, TaskMaker tasks, Asker asker, ExecutorService threads)
            throws IOException, InterruptedException {
        try (DatasetCheck rows = DatasetCheck.open(plan.reader(), plan.dataset())) {
            boolean asked = false;
            for (long number = 0; rows.hasNext(); number++) {
                Row row = rows.next();
                if (!(row instanceof Row.Sample sample)) {
                    faults += round == 0 ? 1 : 0;
                    continue;
                }
                Optional<Task> task = tasks.task(number, round, sample);
                if (task.isPresent()) {
                    if (!gate.enter()) {
                        return false;
                    }
                    asked = true;
                    threads.execute(() -> answer(task.get(), asker));
                }
            }
            return asked;
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void answer(Task task, Asker asker) {
        boolean kept = false;
        try {
            kept = asker.answer(task);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            gate.fault(e);
        } catch (IOException | RuntimeException | Error e) {
            gate.fault(e); // The caller of run() gets it.
        } finally {
            gate.leave(kept);
            progress.at(gate.kept());
        }
    }

    private static void rethrow(@Nullable Throwable fault) throws IOException, InterruptedException {
        if (fault instanceof IOException e) {
            throw e;
        }
        if (fault instanceof InterruptedException e) {
            throw e;
        }
        if (fault instanceof Error e) {
            throw e;
        }
        if (fault != null) {
            throw new IllegalStateException("a question failed for no reason that is expected", fault);
        }
    }

    private BuildReport report(TaskMaker tasks, Assembly assembly, Totals totals, long answers) {
        Ending stopped = gate.ending();
        Ending ending = stopped != null ? stopped : tasks.hasMoreToAsk() ? Ending.ATTEMPTS : Ending.DATA;
        String reason = gate.reason().isEmpty() ? ending.text() : gate.reason();
        Map<String, Long> failures = new TreeMap<>();
        attempts.failures().forEach((kind, count) -> failures.put(title(kind.name()), count));
        TeacherFigures figures = new TeacherFigures(
                answers,
                assembly.kept().all(),
                assembly.rejected().all(),
                skipped.all(),
                faults,
                new TeacherFigures.Paid(
                        totals.answers(),
                        totals.promptTokens(),
                        totals.completionTokens(),
                        totals.uncounted(),
                        Money.text(totals.cost()),
                        totals.losses(),
                        Money.text(totals.lossCost())),
                new TeacherFigures.ThisRun(attempts.count(), failures, unanswered.sum()));
        return new BuildReport(
                ending,
                reason,
                plan.limits().target(),
                assembly.kept().sum(),
                plan.lineage(),
                assembly.report(),
                figures);
    }

    private static String title(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
