package org.geor1.teacher.patience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.geor1.teacher.ask.Reply;
import org.junit.jupiter.api.Test;

/** Contract: reservations never exceed the limit, and amounts are exact. */
class BudgetTest {

    @Test
    void untilOneIsSettledTheyGoOneByOne() throws Exception {
        Budget budget = new Budget(100L, 0, 0);
        long first = budget.reserve(10);
        CompletableFuture<Long> second = CompletableFuture.supplyAsync(() -> reserve(budget, 10));
        while (!waits()) {
            Thread.onSpinWait();
        }
        assertThat(second).isNotDone();
        budget.settle(first, 30);
        assertThat(second.get()).as("as much as the dearest has cost").isEqualTo(30);
        assertThat(budget.reserve(10)).isEqualTo(30);
        assertThat(budget.spent()).isEqualTo(30);
    }

    private static boolean waits() {
        return Thread.getAllStackTraces().entrySet().stream()
                .anyMatch(thread -> thread.getKey().getState() == Thread.State.WAITING
                        && Arrays.stream(thread.getValue())
                                .anyMatch(frame -> frame.getMethodName().equals("reserve")));
    }

    private static long reserve(Budget budget, long bound) {
        try {
            return budget.reserve(bound);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedOnceNothingIsUnderWay() throws Exception {
        Budget budget = new Budget(100L, 95, 0);
        assertThat(budget.reserve(6)).isEqualTo(-1);
        long fits = budget.reserve(5);
        assertThat(fits).isEqualTo(5);
        budget.release(fits);
        assertThat(budget.spent()).isEqualTo(95);
        assertThat(new Budget(null, 95, 0).reserve(Long.MAX_VALUE)).isZero();
    }

    @Test
    void whatEarlierRunsCostBoundsTheNext() throws Exception {
        Budget budget = new Budget(100L, 40, 40);
        assertThat(budget.reserve(10)).isEqualTo(40);
        assertThat(new Budget(100L, 70, 40).reserve(10)).isEqualTo(-1);
    }

    @Test
    void amountsAreExact() {
        Prices prices = Prices.perMillion(new BigDecimal("0.075"), new BigDecimal("0.3"));
        long cost = prices.of(new Reply.Usage(1, 1));
        assertThat(cost * 1_000_000).isEqualTo(Money.of(new BigDecimal("0.375")));
        assertThat(Money.text(cost)).as("nothing looks free").isEqualTo("0.0001");
        assertThat(Money.text(0)).isEqualTo("0.0000");
        assertThatThrownBy(() -> Prices.perMillion(BigDecimal.valueOf(-1), BigDecimal.ONE))
                .hasMessageContaining("between 0 and 1000");
        assertThatThrownBy(() -> Prices.perMillion(new BigDecimal("1e9"), BigDecimal.ONE))
                .hasMessageContaining("between 0 and 1000");
        assertThatThrownBy(() -> Prices.perMillion(new BigDecimal("0.0000000001"), BigDecimal.ONE))
                .hasMessageContaining("decimals");
    }
}
