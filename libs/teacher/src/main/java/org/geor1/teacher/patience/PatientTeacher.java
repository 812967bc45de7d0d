package org.geor1.teacher.patience;

import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.geor1.teacher.ask.Reply;
import org.geor1.teacher.ask.Request;
import org.geor1.teacher.ask.Teacher;
import org.geor1.teacher.ask.TeacherException;
import org.geor1.teacher.ask.TeacherException.Kind;

/** Asks again where that may help, within the budget. Safe for threads if its parts are. */
public final class PatientTeacher {

    /** An endpoint that asks for a longer wait has to be asked another day. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

    private final Teacher teacher;
    private final Budget budget;
    private final Rules rules;
    private final RandomGenerator random;
    private final Attempts attempts;
    private final Losses losses;

    /**
     * How often and how long.
     *
     * @param tries of one request, at least 1
     */
    public record Rules(int tries, Backoff backoff, Pause pause, Prices prices) {}

    /** Is told what may have been paid for nothing. */
    @FunctionalInterface
    public interface Losses {
        /** @param cost the most that it may have cost */
        void lost(Kind kind, long cost) throws IOException;
    }

    public PatientTeacher(
            Teacher teacher, Budget budget, Rules rules, RandomGenerator random, Attempts attempts, Losses losses) {
        this.teacher = teacher;
        this.budget = budget;
        this.rules = rules;
        this.random = random;
        this.attempts = attempts;
        this.losses = losses;
    }

    /** @param cost of the reply; 0 if the endpoint does not count */
    public record Answer(Reply reply, long cost) {}

    /**
     * @param bound the most that one try may cost
     * @throws OutOfBudgetException if a try could cost more than is left
     * @throws TeacherException after the last try, or one after which no other helps
     * @throws IOException if a loss cannot be written down
     */
    public Answer ask(Request request, long bound)
            throws TeacherException, OutOfBudgetException, IOException, InterruptedException {
        for (int failures = 1; ; failures++) {
            try {
                return attempt(request, bound);
            } catch (TeacherException e) {
                attempts.failed(e.kind());
                if (!e.kind().isWorthAnotherTry() || failures >= rules.tries() || !waitAfter(e, failures)) {
                    throw e;
                }
            }
        }
    }

    private Answer attempt(Request request, long bound)
            throws TeacherException, OutOfBudgetException, IOException, InterruptedException {
        long reservation = budget.reserve(bound);
        if (reservation < 0) {
            throw new OutOfBudgetException();
        }
        boolean open = true;
        boolean answered = false;
        attempts.sent();
        try {
            Reply reply = teacher.ask(request);
            answered = true;
            long cost = cost(reply);
            open = false;
            budget.settle(reservation, cost);
            return new Answer(reply, cost);
        } catch (TeacherException e) {
            if (bound > 0 && (answered || e.kind().mayBeBilled())) {
                open = false;
                budget.settle(reservation, bound);
                losses.lost(e.kind(), bound);
            }
            throw e;
        } finally {
            if (open) {
                budget.release(reservation);
            }
        }
    }

    private long cost(Reply reply) throws TeacherException {
        if (reply.usage() == null && budget.isLimited()) {
            throw new TeacherException(
                    Kind.HOPELESS, "does not say how many tokens it used, so no limit on cost can be kept", null);
        }
        try {
            return rules.prices().of(reply.usage());
        } catch (ArithmeticException e) {
            throw new TeacherException(Kind.GARBAGE, "counts more tokens than there can be", null);
        }
    }

    private boolean waitAfter(TeacherException failure, int failures) throws TeacherException, InterruptedException {
        Duration asked = failure.retryAfter();
        if (asked != null && asked.compareTo(LONGEST_WAIT) > 0) {
            throw new TeacherException(Kind.HOPELESS, "asks to wait for " + asked.toSeconds() + " s", null);
        }
        return rules.pause().pause(rules.backoff().pause(failures, asked, random));
    }
}
