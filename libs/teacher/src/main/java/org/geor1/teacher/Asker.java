package org.geor1.teacher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.geor1.image.ImageException;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.ask.Reply;
import org.geor1.teacher.ask.Request;
import org.geor1.teacher.ask.TeacherException;
import org.geor1.teacher.journal.Entry;
import org.geor1.teacher.journal.Journal;
import org.geor1.teacher.patience.OutOfBudgetException;
import org.geor1.teacher.patience.PatientTeacher;
import org.geor1.teacher.picture.Photo;
import org.geor1.teacher.report.Counts;
import org.geor1.teacher.report.Ending;

/** Answers tasks: from the journal if they were paid for, else by the teacher. Safe for threads. */
final class Asker {

    private final CotPlan plan;
    private final PatientTeacher teacher;
    private final Journal journal;
    private final Assessor assessor;
    private final PhotoStore photos;
    private final Gate gate;
    private final Counts skipped;
    private final Counts unanswered;
    private final List<Answered> answered = Collections.synchronizedList(new ArrayList<>());

    Asker(
            CotPlan plan,
            PatientTeacher teacher,
            Journal journal,
            Assessor assessor,
            PhotoStore photos,
            Gate gate,
            Counts skipped,
            Counts unanswered) {
        this.plan = plan;
        this.teacher = teacher;
        this.journal = journal;
        this.assessor = assessor;
        this.photos = photos;
        this.gate = gate;
        this.skipped = skipped;
        this.unanswered = unanswered;
    }

    /** In no particular order. */
    List<Answered> answered() {
        return List.copyOf(answered);
    }

    /** Whether the task gave an exemplar. */
    boolean answer(Task task) throws IOException, InterruptedException {
        Optional<Entry> entry = journal.find(task.key());
        if (entry.isEmpty()) {
            entry = ask(task);
        }
        if (entry.isEmpty()) {
            return false;
        }
        answered.add(new Answered(task.row(), task.round(), task.key(), task.pictureSha256()));
        boolean kept = task.assess(assessor, entry.get()).isKept();
        if (kept) {
            photos.keep(task);
        }
        return kept;
    }

    private Optional<Entry> ask(Task task) throws IOException, InterruptedException {
        try {
            Photo photo = Photo.of(task.picture());
            Request request = new Request(
                    plan.prompts().system(),
                    task.text(),
                    photo.jpeg(),
                    task.question().seed());
            PatientTeacher.Answer answer = teacher.ask(request, CostBound.of(plan, photo.pixels(), task.text()));
            Entry entry = entry(task, answer);
            journal.append(entry);
            gate.answered();
            return Optional.of(entry);
        } catch (ImageException e) {
            skipped.add("picture " + e.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
        } catch (OutOfBudgetException e) {
            gate.end(Ending.BUDGET, Ending.BUDGET.text());
        } catch (TeacherException e) {
            unanswered.add(e.kind().name());
            if (e.kind() == TeacherException.Kind.HOPELESS) {
                gate.end(Ending.TEACHER, "the teacher " + e.problem());
            } else {
                gate.failed(e.problem());
            }
        }
        return Optional.empty();
    }

    private static Entry entry(Task task, PatientTeacher.Answer answer) {
        Reply reply = answer.reply();
        Reply.Usage usage = reply.usage();
        return new Entry(
                task.key(),
                reply.text(),
                reply.finish(),
                usage == null ? -1 : usage.promptTokens(),
                usage == null ? -1 : usage.completionTokens(),
                answer.cost());
    }
}
