package org.geor1.vlm.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Parts run concurrently, and the caller continues only after all have ended. */
class CrewTest {

    @Test
    void runsPartsConcurrently() {
        CyclicBarrier all = new CyclicBarrier(3);
        Runnable part = () -> {
            try {
                all.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        };

        try (Crew crew = new Crew(3)) {
            assertThatCode(() -> crew.run(List.of(part, part, part))).doesNotThrowAnyException();
        }
    }

    @Test
    void waitsForTheOthersWhenTheCallersPartFails() {
        CountDownLatch failing = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Runnable fails = () -> {
            failing.countDown();
            throw new IllegalStateException("mine");
        };
        Runnable goesOn = () -> {
            try {
                failing.await();
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            ended.set(true);
        };

        try (Crew crew = new Crew(2)) {
            assertThatThrownBy(() -> crew.run(List.of(fails, goesOn))).hasMessage("mine");
        }
        assertThat(ended).isTrue();
    }

    @Test
    void rethrowsTheFailureOfAnotherPart() {
        Runnable fine = () -> {};
        Runnable fails = () -> {
            throw new IllegalStateException("other");
        };

        try (Crew crew = new Crew(2)) {
            assertThatThrownBy(() -> crew.run(List.of(fine, fails)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("other");
            assertThatCode(() -> crew.run(List.of())).doesNotThrowAnyException();
        }
    }
}
