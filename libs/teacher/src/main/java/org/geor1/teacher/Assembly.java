package org.geor1.teacher;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.LicenceFiles;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.Turn;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.factcheck.report.Report;
import org.geor1.factcheck.report.Reporter;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.answer.Assessment;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.journal.Entry;
import org.geor1.teacher.journal.Journal;
import org.geor1.teacher.picture.Photo;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Question;
import org.geor1.teacher.prompt.Questions;
import org.geor1.teacher.report.Counts;
import org.geor1.teacher.report.ReportFiles;
import org.geor1.teacher.report.VerdictLine;
import org.jspecify.annotations.Nullable;

/**
 * Writes the dataset from what the journal has, in the order of the input. It depends on nothing but input, journal and which
 * tasks were answered, so an interrupted build ends with the same bytes as one that was not.
 */
final class Assembly {

    private final CotPlan plan;
    private final Gazetteer gazetteer;
    private final Assessor assessor;
    private final Journal journal;
    private final Questions questions;
    private final Reporter reporter;
    private final Counts kept = new Counts();
    private final Counts rejected = new Counts();

    Assembly(CotPlan plan, Gazetteer gazetteer, Assessor assessor, Journal journal) {
        this.plan = plan;
        this.gazetteer = gazetteer;
        this.assessor = assessor;
        this.journal = journal;
        this.questions = new Questions(plan.prompts(), plan.seed());
        this.reporter = new Reporter(gazetteer);
    }

    /** Exemplars by kind of question. */
    Counts kept() {
        return kept;
    }

    Counts rejected() {
        return rejected;
    }

    Report report() {
        return reporter.report();
    }

    void write(List<Answered> answered) throws IOException {
        Path folder = Files.createDirectories(plan.datasetFolder());
        Path part = folder.resolve("exemplars.part");
        Files.createDirectories(plan.reportFolder());
        try (BufferedWriter exemplars = Files.newBufferedWriter(part);
                BufferedWriter verdicts =
                        Files.newBufferedWriter(plan.reportFolder().resolve("verdicts.jsonl"));
                Rows rows = plan.reader().open(plan.dataset())) {
            Iterator<Answered> sorted = answered.stream().sorted().iterator();
            Answered next = next(sorted);
            for (long number = 0; next != null && rows.hasNext(); number++) {
                Row row = rows.next();
                for (; next != null && next.row() == number; next = next(sorted)) {
                    if (row instanceof Row.Sample sample) {
                        write(sample, next, exemplars, verdicts);
                    }
                }
            }
        }
        LicenceFiles.copy(DatasetFolder.of(plan.dataset()).root(), folder);
        Files.move(
                part,
                folder.resolve("exemplars.jsonl"),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    private static @Nullable Answered next(Iterator<Answered> sorted) {
        return sorted.hasNext() ? sorted.next() : null;
    }

    private void write(Row.Sample sample, Answered task, BufferedWriter exemplars, BufferedWriter verdicts)
            throws IOException {
        Optional<Facts> facts = Facts.of(sample, gazetteer);
        Optional<Question> question = facts.flatMap(known -> questions.draw(sample.id(), known, task.round()));
        Optional<Entry> entry = journal.find(task.key());
        if (facts.isEmpty() || question.isEmpty() || entry.isEmpty()) {
            throw new IOException(plan.dataset() + " was changed while it was read; run again");
        }
        String id = Task.exemplarId(sample, task.round());
        Assessment assessment = assessor.assess(
                id, question.get(), facts.get(), entry.get().text(), entry.get().finish());
        if (assessment.checked() != null && assessment.verdict() != null) {
            reporter.add(assessment.checked(), assessment.verdict());
        }
        verdicts.write(ReportFiles.line(VerdictLine.of(id, question.get().kind(), assessment)) + "\n");
        if (assessment.rejection() != null) {
            rejected.add(assessment.rejection().title());
            return;
        }
        kept.add(question.get().kind().title());
        exemplars.write(CanonicalJson.line(exemplar(sample, task, question.get(), assessment)) + "\n");
    }

    private Row.Sample exemplar(Row.Sample sample, Answered task, Question question, Assessment assessment)
            throws IOException {
        String request = Turn.IMAGE_MARK + "\n" + plan.prompts().student(question);
        String truth = question.truth() == null ? assessment.answer() : question.truth();
        Row.Sample.Builder exemplar = Row.Sample.builder(sample.origin(), Task.exemplarId(sample, task.round()))
                .image(
                        PhotoStore.path(task.pictureSha256()),
                        Photo.sourceOf(sample).orElseThrow().role())
                .place(sample.place())
                .turns(List.of(new Turn(Turn.USER, request), new Turn(Turn.ASSISTANT, assessment.text())))
                .truth(truth)
                .split(sample.split())
                .metadata(sample.metadata())
                .metadata("cot sample", sample.id())
                .metadata("cot question", question.kind().title())
                .metadata("cot check", assessment.outcome())
                .metadata("cot request", task.key())
                .metadata("cot photo sha256", task.pictureSha256());
        plan.lineage().forEach((name, value) -> exemplar.metadata("cot " + name, value));
        try {
            return exemplar.build();
        } catch (FaultException e) {
            throw new IllegalStateException("neither question nor answer has a mark for an image", e);
        }
    }
}
