package org.geor1.teacher.patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.geor1.teacher.ask.Reply;
import org.geor1.teacher.ask.Request;
import org.geor1.teacher.ask.TeacherException;
import org.geor1.teacher.ask.TeacherException.Kind;
import org.junit.jupiter.api.Test;

/** Contract: what is tried again, after which pauses, and what it counts for. */
class PatientTeacherTest {

    private static final Request REQUEST = new Request("", "", new byte[0], 1);
    private static final Reply REPLY = new Reply("text", "stop", new Reply.Usage(1_000_000, 1_000_000));
    private static final Prices PRICES = Prices.perMillion(BigDecimal.ONE, BigDecimal.valueOf(2));
    private static final long BOUND = Money.of(BigDecimal.valueOf(4));

    private final Deque<Object> script = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> losses = new ArrayList<>();
    private final Attempts attempts = new Attempts();
    private boolean ending;

    private PatientTeacher teacher(Budget budget, int tries) {
        Pause pause = duration -> {
            pauses.add(duration);
            return !ending;
        };
        Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(6));
        return new PatientTeacher(
                request -> {
                    if (script.pop() instanceof Reply reply) {
                        return reply;
                    }
                    throw (TeacherException) script.pop();
                },
                budget,
                new PatientTeacher.Rules(tries, backoff, pause, PRICES),
                new Random(1) {
                    @Override
                    public double nextDouble() {
                        return 0.5;
                    }
                },
                attempts,
                (kind, cost) -> losses.add(kind + " " + Money.text(cost)));
    }

    private void failsWith(Kind kind, Duration retryAfter) {
        script.add("failure");
        script.add(new TeacherException(kind, "problem", retryAfter));
    }

    private static Budget limited(long units) {
        return new Budget(Money.of(BigDecimal.valueOf(units)), 0, 0);
    }

    @Test
    void pausesDoubleUpToABoundAndNeverFallBelowWhatIsAskedFor() throws Exception {
        for (int i = 0; i < 4; i++) {
            failsWith(Kind.SERVER_ERROR, null);
        }
        failsWith(Kind.RATE_LIMITED, Duration.ofSeconds(20));
        script.add(REPLY);
        assertThat(teacher(new Budget(null, 0, 0), 6).ask(REQUEST, BOUND).reply())
                .isEqualTo(REPLY);
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(500L, 1000L, 2000L, 3000L, 23_000L);
        assertThat(attempts.count()).isEqualTo(6);
        assertThat(attempts.failures()).containsEntry(Kind.SERVER_ERROR, 4L).containsEntry(Kind.RATE_LIMITED, 1L);
    }

    @Test
    void whatCannotHelpIsNotTriedAgain() {
        failsWith(Kind.REFUSED, null);
        failsWith(Kind.HOPELESS, null);
        PatientTeacher teacher = teacher(new Budget(null, 0, 0), 6);
        assertThat(kind(teacher)).isEqualTo(Kind.REFUSED);
        assertThat(kind(teacher)).isEqualTo(Kind.HOPELESS);
        failsWith(Kind.RATE_LIMITED, Duration.ofDays(1));
        assertThat(kind(teacher)).isEqualTo(Kind.HOPELESS);
        assertThat(pauses).isEmpty();
    }

    @Test
    void theLastTryAndTheEndOfAllEndIt() {
        failsWith(Kind.CLOSED, null);
        failsWith(Kind.TIMEOUT, null);
        assertThat(kind(teacher(new Budget(null, 0, 0), 2))).isEqualTo(Kind.TIMEOUT);
        assertThat(pauses).hasSize(1);
        ending = true;
        failsWith(Kind.CLOSED, null);
        assertThat(kind(teacher(new Budget(null, 0, 0), 2))).isEqualTo(Kind.CLOSED);
    }

    private static Kind kind(PatientTeacher teacher) {
        return catchThrowableOfType(TeacherException.class, () -> teacher.ask(REQUEST, BOUND))
                .kind();
    }

    @Test
    void nothingIsSentThatCouldPassTheLimit() throws Exception {
        script.add(REPLY);
        script.add(REPLY);
        PatientTeacher teacher = teacher(limited(9), 6);
        assertThat(Money.text(teacher.ask(REQUEST, BOUND).cost())).isEqualTo("3.0000");
        teacher.ask(REQUEST, BOUND);
        assertThatThrownBy(() -> teacher.ask(REQUEST, BOUND)).isInstanceOf(OutOfBudgetException.class);
        assertThat(attempts.count()).isEqualTo(2);
    }

    @Test
    void whatMayHaveBeenBilledCountsAndWhatWasNotDoesNot() throws Exception {
        failsWith(Kind.TIMEOUT, null);
        failsWith(Kind.RATE_LIMITED, null);
        failsWith(Kind.GARBAGE, null);
        PatientTeacher teacher = teacher(limited(11), 6);
        assertThatThrownBy(() -> teacher.ask(REQUEST, BOUND)).isInstanceOf(OutOfBudgetException.class);
        assertThat(losses).containsExactly("TIMEOUT 4.0000", "GARBAGE 4.0000");
        assertThat(attempts.count()).isEqualTo(3);
    }

    @Test
    void aTeacherThatDoesNotCountIsRefusedIfThereIsALimit() throws Exception {
        Reply uncounted = new Reply("text", "stop", null);
        script.add(uncounted);
        assertThat(teacher(new Budget(null, 0, 0), 6).ask(REQUEST, BOUND).cost())
                .isZero();
        script.add(uncounted);
        assertThatThrownBy(() -> teacher(limited(9), 6).ask(REQUEST, BOUND)).hasMessageContaining("how many tokens");
        assertThat(losses).containsExactly("HOPELESS 4.0000");
    }

    @Test
    void countsBeyondAllMeasureAreGarbage() {
        script.add(new Reply("text", "stop", new Reply.Usage(Long.MAX_VALUE, 1)));
        assertThat(kind(teacher(new Budget(null, 0, 0), 1))).isEqualTo(Kind.GARBAGE);
    }
}
