package org.geor1.teacher;

import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.teacher.answer.Assessor;
import org.geor1.teacher.picture.Photo;
import org.geor1.teacher.prompt.Facts;
import org.geor1.teacher.prompt.Hashes;
import org.geor1.teacher.prompt.Question;
import org.geor1.teacher.prompt.Questions;
import org.geor1.teacher.report.Counts;

/** Makes tasks of samples, in one thread, so that the same dataset gives the same tasks. */
final class TaskMaker {

    /** Names of the split that no exemplar may show. */
    private static final Set<String> HELD_OUT = Set.of("test", "testing");

    private final CotPlan plan;
    private final Gazetteer gazetteer;
    private final Assessor assessor;
    private final DatasetFolder folder;
    private final Counts skipped;
    private final Questions questions;
    private final Set<String> keys = new HashSet<>();
    private boolean moreToAsk;

    TaskMaker(CotPlan plan, Gazetteer gazetteer, Assessor assessor, Counts skipped) throws IOException {
        this.plan = plan;
        this.gazetteer = gazetteer;
        this.assessor = assessor;
        this.skipped = skipped;
        this.folder = DatasetFolder.of(plan.dataset());
        this.questions = new Questions(plan.prompts(), plan.seed());
    }

    /** Whether there would have been further questions with another round. */
    boolean hasMoreToAsk() {
        return moreToAsk;
    }

    /** Empty if there is nothing to ask; why is counted once for each photo. */
    Optional<Task> task(long row, int round, Row.Sample sample) throws IOException {
        if (sample.split() != null && HELD_OUT.contains(sample.split())) {
            return skip(round, "of the test split");
        }
        Optional<Facts> facts = Facts.of(sample, gazetteer);
        Optional<ImageSource> source = Photo.sourceOf(sample);
        if (source.isEmpty()) {
            return skip(round, "no photo or panorama");
        }
        if (facts.isEmpty()) {
            return skip(round, "no place, or a country that is none");
        }
        if (!assessor.agree(facts.get())) {
            return skip(round, "position and country disagree");
        }
        Optional<Question> question = questions.draw(sample.id(), facts.get(), round);
        if (question.isEmpty()) {
            return skip(round, "nothing to ask");
        }
        moreToAsk |= round + 1 == plan.limits().attempts() && questions.count(facts.get()) > round + 1;
        try {
            return task(row, round, sample, facts.get(), question.get(), folder.read(source.get()));
        } catch (FaultException e) {
            return skip(round, "picture cannot be read");
        }
    }

    private Optional<Task> task(
            long row, int round, Row.Sample sample, Facts facts, Question question, byte[] picture) {
        String text = plan.prompts().teacher(facts, question);
        String sha256 = Hashes.sha256(picture);
        String key = Hashes.sha256(
                sha256,
                plan.prompts().sha256(),
                plan.endpoint().model(),
                text,
                Long.toString(question.seed()),
                Long.toString(plan.seed()));
        if (!keys.add(key)) {
            skipped.add("the same question about the same photo");
            return Optional.empty();
        }
        return Optional.of(new Task(row, round, sample, facts, question, key, picture, sha256, text));
    }

    private Optional<Task> skip(int round, String reason) {
        if (round == 0) {
            skipped.add(reason);
        }
        return Optional.empty();
    }
}
