package org.geor1.rl.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passes run concurrently, are consumed in order, and leave no scope open. */
class PassCrewTest {

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager();
    private final List<NDManager> scopes = new ArrayList<>();

    @AfterEach
    void close() {
        manager.close();
    }

    private synchronized NDManager scope() {
        NDManager scope = manager.newSubManager();
        scopes.add(scope);
        return scope;
    }

    private static TrainingPass pass(Runnable work, float value, List<Float> done) {
        return new TrainingPass(
                false,
                (scope, gradients) -> {
                    work.run();
                    return new NDList(scope.create(value));
                },
                out -> done.add(out.get(0).getFloat()));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void consumesEveryPassInOrder(int size) {
        List<Float> done = new ArrayList<>();
        List<Float> taken = new ArrayList<>();
        List<TrainingPass> passes =
                IntStream.range(0, 7).mapToObj(i -> pass(() -> {}, i, done)).toList();
        try (PassCrew crew = new PassCrew(size)) {
            crew.run(
                    passes,
                    this::scope,
                    scope -> new NDList(),
                    ran -> taken.add(ran.out().get(0).getFloat()));
        }
        assertThat(taken).containsExactly(0f, 1f, 2f, 3f, 4f, 5f, 6f).isEqualTo(done);
        assertThat(scopes).hasSize(7).noneMatch(NDManager::isOpen);
    }

    @Test
    void runsTheSecondConcurrentlyWithTheFirst() {
        CountDownLatch second = new CountDownLatch(1);
        List<Float> done = new ArrayList<>();
        try (PassCrew crew = new PassCrew(2)) {
            crew.run(
                    List.of(pass(() -> await(second), 1, done), pass(second::countDown, 2, done)),
                    this::scope,
                    scope -> new NDList(),
                    ran -> {});
        }
        assertThat(done).containsExactly(1f, 2f);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFailureWaitsForTheOtherPasses() {
        List<Float> done = new ArrayList<>();
        Runnable failing = () -> {
            throw new IllegalStateException("no memory");
        };
        try (PassCrew crew = new PassCrew(2)) {
            assertThatThrownBy(() -> crew.run(
                            List.of(pass(failing, 1, done), pass(() -> {}, 2, done), pass(() -> {}, 3, done)),
                            this::scope,
                            scope -> new NDList(),
                            ran -> {}))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no memory");
        }
        assertThat(done).isEmpty();
        assertThat(scopes).noneMatch(NDManager::isOpen);
    }
}
