package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;
import org.geor1.jobs.artifact.Artifact;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.common.IllegalTransitionException;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.event.RunEvent;
import org.geor1.jobs.metric.MetricStore;
import org.geor1.jobs.queue.Job;
import org.geor1.jobs.queue.JobKind;
import org.geor1.jobs.rollout.GroupState;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.rollout.RolloutStore;
import org.geor1.jobs.rollout.RolloutStore.RolloutFilter;
import org.geor1.jobs.rollout.StepProgress;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore.OwnedRun;
import org.geor1.jobs.run.RunStore.RunLease;
import org.geor1.jobs.run.Waiting;
import org.geor1.jobs.step.StepCommit;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run has one driver; a replaced driver writes nothing; a step is committed once, together with all its data; readers
 * see runs, metrics, rollouts and events in order.
 */
class RunStoreTest extends StoreTest {

    @Test
    void aRunKeepsItsSpecification() {
        Run run = newRun();
        assertThat(runs.find(run.id())).get().satisfies(found -> {
            assertThat(found.spec()).isEqualTo(spec());
            assertThat(found.state()).isEqualTo(RunState.QUEUED);
            assertThat(found.maxSteps()).isEqualTo(200);
            assertThat(found.createdAt()).isEqualTo(run.createdAt());
        });
        assertThat(runs.latest()).map(Run::id).contains(run.id());
    }

    @Test
    void anUnknownModelCreatesNoRun() {
        RunSpec spec = spec();
        assertThatThrownBy(() -> runs.create(new RunSpec(
                        "x", null, "../nano-base", spec.dataset(), null, null, 1, spec.method(), spec.reward())))
                .isInstanceOf(UnknownModelException.class);
        assertThat(runs.list(null, null, 10, null).data()).isEmpty();
    }

    @Test
    void listsPageByCursor() {
        List<String> ids = LongStream.range(0, 5).mapToObj(i -> newRun().id()).toList();
        Page<Run> first = runs.list("x", RunState.QUEUED, 3, null);
        Page<Run> second = runs.list("x", null, 3, first.nextCursor());
        assertThat(first.data()).extracting(Run::id).containsExactly(ids.get(4), ids.get(3), ids.get(2));
        assertThat(second.data()).extracting(Run::id).containsExactly(ids.get(1), ids.get(0));
        assertThat(second.hasMore()).isFalse();
    }

    @Test
    void anotherTrainerAdoptsARunOnlyAfterTheLeaseExpires() {
        OwnedRun first = adopted();
        assertThat(runs.adopt("other", LEASE)).isEmpty();
        expireLeases();
        OwnedRun second = runs.adopt("other", LEASE).orElseThrow();
        assertThat(second.run().id()).isEqualTo(first.run().id());

        RunLease stale = first.lease();
        assertThatThrownBy(() -> runs.heartbeat(stale, LEASE)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> runs.requested(stale)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> steps.open(stale, 1, 0, newGroups(1, 1))).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> runs.finish(stale, RunState.FAILED, "x", null)).isInstanceOf(LostLeaseException.class);
        steps.open(second.lease(), 1, 0);
        assertThatThrownBy(() -> steps.commit(commit(stale, 1, null))).isInstanceOf(LostLeaseException.class);
        assertThat(steps.steps(first.run().id())).isEmpty();
    }

    @Test
    void theQueueReportsTheOrderOfRuns() {
        assertThat(runs.queue()).isEmpty();
        Run running = newRun();
        assertThat(runs.queue()).containsExactly(Map.entry(running.id(), new Waiting(1, null, null)));
        runs.adopt("trainer", LEASE);
        Run second = newRun();
        Run third = newRun();
        assertThat(runs.queue())
                .containsExactly(
                        Map.entry(second.id(), new Waiting(1, running.id(), null)),
                        Map.entry(third.id(), new Waiting(2, second.id(), null)));
        assertThat(runs.queue().values())
                .extracting(Waiting::message)
                .containsExactly(
                        "Waits for " + running.id() + ", which runs now.",
                        "Number 2 in line, behind " + second.id() + ".");
        runs.pause(second.id());
        assertThat(runs.queue()).containsExactly(Map.entry(third.id(), new Waiting(1, running.id(), null)));
    }

    @Test
    void suspendedRunsResumeByThemselvesButPausedOnesDoNot() {
        OwnedRun driven = adopted();
        Run byUser = newRun();
        runs.pause(byUser.id());
        Run queued = newRun();
        runs.suspend(driven.lease(), "full");
        assertThat(runs.suspendWaiting("full")).containsExactly(queued.id());
        for (String id : List.of(driven.run().id(), queued.id())) {
            Run suspended = runs.find(id).orElseThrow();
            assertThat(suspended.state()).isEqualTo(RunState.PAUSED);
            assertThat(suspended.pauseReason()).isEqualTo("full");
            assertThat(events.list(id, EventType.ALERT, 10, null).data())
                    .singleElement()
                    .satisfies(alert ->
                            assertThat(alert.payloadJson()).contains("disk_full", "error", "full. Runs are paused"));
        }
        assertThatThrownBy(() -> runs.heartbeat(driven.lease(), LEASE)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> runs.suspend(driven.lease(), "full")).isInstanceOf(LostLeaseException.class);
        assertThat(runs.adopt("trainer", LEASE)).isEmpty();

        Run late = newRun();
        assertThat(runs.queue().get(late.id()).message()).contains("full. Runs are paused");
        assertThat(runs.resumeSuspended())
                .containsExactlyInAnyOrder(driven.run().id(), queued.id());
        assertThat(runs.resumeSuspended()).isEmpty();
        assertThat(runs.find(byUser.id()).orElseThrow().state()).isEqualTo(RunState.PAUSED);
        assertThat(runs.find(byUser.id()).orElseThrow().pauseReason()).isNull();
        // The run that was in progress goes first again.
        assertThat(runs.adopt("trainer", LEASE).orElseThrow().run().id())
                .isEqualTo(driven.run().id());
        assertThat(events.list(queued.id(), EventType.ALERT, 10, null)
                        .data()
                        .get(0)
                        .payloadJson())
                .contains("over");
    }

    @Test
    void aSuspendedRunCanBeCancelledOrResumedByHand() {
        Run first = newRun();
        Run second = newRun();
        runs.suspendWaiting("full");
        assertThat(runs.cancel(first.id()).state()).isEqualTo(RunState.CANCELLED);
        Run resumed = runs.resume(second.id());
        assertThat(resumed.state()).isEqualTo(RunState.QUEUED);
        assertThat(resumed.pauseReason()).isNull();
    }

    @Test
    void aReleasedRunIsAdoptedAtOnce() {
        OwnedRun first = adopted();
        runs.release(first.lease());
        assertThat(runs.adopt("other", LEASE)).isPresent();
    }

    @Test
    void aDrivenRunIsAskedToStopAndAnIdleOneStopsAtOnce() {
        OwnedRun owned = adopted();
        String id = owned.run().id();
        assertThat(runs.pause(id).state()).isEqualTo(RunState.RUNNING);
        assertThat(runs.requested(owned.lease())).isEqualTo("pause");
        runs.resume(id);
        assertThat(runs.requested(owned.lease())).isNull();
        runs.cancel(id);
        assertThat(runs.pause(id).requested()).isEqualTo("cancel");
        expireLeases();
        assertThat(runs.cancel(id).state()).isEqualTo(RunState.CANCELLED);
        assertThatThrownBy(() -> runs.heartbeat(owned.lease(), LEASE)).isInstanceOf(LostLeaseException.class);
        assertThatThrownBy(() -> runs.cancel(id)).isInstanceOf(IllegalTransitionException.class);
        assertThatThrownBy(() -> runs.cancel("run_none")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aPausedRunResumes() {
        String id = newRun().id();
        assertThat(runs.pause(id).state()).isEqualTo(RunState.PAUSED);
        assertThat(runs.adopt("trainer", LEASE)).isEmpty();
        assertThat(runs.resume(id).state()).isEqualTo(RunState.QUEUED);
        assertThat(runs.adopt("trainer", LEASE)).isPresent();
        assertThat(events.after(id, 0, 10))
                .extracting(event -> event.payloadJson().replace(" ", ""))
                .containsExactly(
                        "{\"state\":\"queued\"}",
                        "{\"state\":\"paused\"}",
                        "{\"state\":\"queued\"}",
                        "{\"state\":\"running\"}");
    }

    @Test
    void reopeningAStepChangesNothing() {
        OwnedRun owned = opened(4, 1);
        steps.open(owned.lease(), 1, 0, newGroups(4, 1));
        assertThat(count("SELECT count(*) FROM rollout_group")).isEqualTo(4);
        assertThat(count("SELECT count(*) FROM job")).isEqualTo(4);
    }

    @Test
    void aStepIsCommittedOnceWithAllItsData() {
        OwnedRun owned = opened(2, 1);
        String run = owned.run().id();
        rollouts.completeRollouts(
                claim(JobKind.ROLLOUT, 9).stream().map(StoreTest::generated).toList());
        rollouts.completeRewards(
                claim(JobKind.REWARD, 9).stream().map(this::scored).toList());
        Rollout rollout = rollouts.groups(run, 1).get(0).rollouts().get(0);
        Artifact policy = artifact("b".repeat(64));
        StepCommit commit = new StepCommit(
                owned.lease(),
                1,
                policy,
                artifact("c".repeat(64)),
                Map.of("reward", 0.5, "kl", Double.NaN),
                Map.of(rollout.id(), -0.7),
                List.of(new NewEvent(EventType.LOG, 1L, Map.of("message", "hello"))));
        steps.commit(commit);

        assertThatThrownBy(() -> steps.commit(commit)).isInstanceOf(IllegalStateException.class);
        assertThat(steps.steps(run)).hasSize(1);
        assertThat(runs.find(run).orElseThrow().currentStep()).isOne();
        assertThat(steps.policyArtifact(run, 1)).contains(policy.sha256());
        assertThat(metrics.latest(run)).isEqualTo(Map.of("reward", 0.5));
        assertThat(rollouts.groups(run, 1))
                .allSatisfy(group -> assertThat(group.state()).isEqualTo(GroupState.CONSUMED));
        Rollout stored = rollouts.rollout(rollout.id()).orElseThrow();
        assertThat(stored.advantage()).isEqualTo(-0.7);
        assertThat(stored.rewards()).containsEntry("accuracy", 1.0);
        assertThat(stored.tokenIds()).containsExactly(1, 2);
        assertThat(stored.logProbs()).containsExactly(-1f, -2f);
        assertThat(stored.completion()).contains("\uFFFD");
        assertThat(models.find(run + "@step-1"))
                .get()
                .satisfies(model -> assertThat(model.artifact()).isEqualTo(policy.sha256()));
        assertThat(models.find(run + "@latest")).isPresent();
        assertThat(models.list()).extracting(ModelCatalog.Model::name).containsExactly("nano-base", run + "@step-1");
        assertThat(events.after(run, 0, 100))
                .extracting(RunEvent::type)
                .containsExactly(
                        EventType.STATE, EventType.STATE, EventType.METRIC, EventType.LOG, EventType.CHECKPOINT);
    }

    @Test
    void stepsCannotBeSkipped() {
        OwnedRun owned = adopted();
        steps.open(owned.lease(), 2, 0);
        assertThatThrownBy(() -> steps.commit(commit(owned.lease(), 2, null)))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void retentionKeepsRecentPoliciesAndCheckpoints() {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact("0".repeat(64)));
        for (int step = 1; step <= 4; step++) {
            steps.open(owned.lease(), step, step - 1);
            steps.commit(new StepCommit(
                    owned.lease(),
                    step,
                    artifact(String.valueOf(step).repeat(64)),
                    step == 2 ? artifact("e".repeat(64)) : null,
                    Map.of(),
                    Map.of(),
                    List.of()));
        }
        assertThat(retention.expendable(owned.run().id(), 2, "1".repeat(64))).isEmpty();
        assertThat(retention.expendable(owned.run().id(), 2, "")).containsExactly("1".repeat(64));
        runs.finish(owned.lease(), RunState.SUCCEEDED, null, null);
        assertThat(retention.expendable(owned.run().id(), 2, "")).containsExactly("0".repeat(64));
        assertThat(retention.expendable(owned.run().id(), 2, "")).isEmpty();
        assertThat(retention.retired(owned.run().id())).containsExactlyInAnyOrder("0".repeat(64), "1".repeat(64));
    }

    @Test
    void retentionKeepsThePoliciesOfOpenSteps() {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact("0".repeat(64)));
        for (int step = 1; step <= 4; step++) {
            steps.open(owned.lease(), step, step - 1);
            steps.commit(
                    commit(owned.lease(), step, artifact(String.valueOf(step).repeat(64))));
        }
        steps.open(owned.lease(), 5, 2);
        assertThat(retention.expendable(owned.run().id(), 1, ""))
                .containsExactlyInAnyOrder("1".repeat(64), "3".repeat(64));
        runs.finish(owned.lease(), RunState.SUCCEEDED, null, null);
        assertThat(retention.expendable(owned.run().id(), 1, ""))
                .containsExactlyInAnyOrder("0".repeat(64), "2".repeat(64));
    }

    @Test
    void replacedGroupsAreKeptAndTheirStepConsumesTheOthers() {
        OwnedRun owned = opened(3, 1);
        String run = owned.run().id();
        List<String> ids =
                rollouts.groups(run, 1).stream().map(RolloutGroup::id).toList();
        assertThatThrownBy(() -> rollouts.replace(owned.lease(), 1, List.of(ids.get(1)), 0, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not scored");
        finishJobs();
        RolloutStore.NewGroup other = newGroups(4, 1).get(3);
        assertThatThrownBy(() -> rollouts.replace(
                        new RunLease(run, owned.lease().epoch() - 1), 1, List.of(ids.get(1)), 0, List.of(other)))
                .isInstanceOf(LostLeaseException.class);

        rollouts.replace(owned.lease(), 1, List.of(ids.get(1)), 7, List.of(other));

        assertThat(rollouts.progress(run, 1)).isEqualTo(new StepProgress(4, 1, 2, 0, null));
        steps.open(owned.lease(), 2, 0, newGroups(1, 1));
        finishJobs();
        rollouts.drop(owned.lease(), 1, List.of(ids.get(2)), "too old");
        steps.commit(commit(owned.lease(), 1, null));
        assertThat(rollouts.groups(run, 1))
                .extracting(RolloutGroup::state)
                .containsExactly(GroupState.CONSUMED, GroupState.REPLACED, GroupState.DROPPED, GroupState.CONSUMED);
        assertThat(rollouts.groups(run, 1).get(2).error()).isEqualTo("too old");
        assertThat(rollouts.groups(run, 1).get(3).policyVersion()).isEqualTo(7);
        assertThat(rollouts.list(run, new RolloutFilter(null, null, null, "replaced", null), 9, null)
                        .data())
                .singleElement()
                .satisfies(rollout -> assertThat(rollout.groupId()).isEqualTo(ids.get(1)));
    }

    @Test
    void replacementsAreDrawnBeforeLaterSteps() {
        OwnedRun owned = opened(1, 1);
        finishJobs();
        steps.open(owned.lease(), 2, 0, newGroups(1, 1));
        String flat = rollouts.groups(owned.run().id(), 1).get(0).id();
        rollouts.replace(owned.lease(), 1, List.of(flat), 0, newGroups(2, 1).subList(1, 2));
        assertThat(claim(JobKind.ROLLOUT, 1)).extracting(Job::step).containsExactly(1L);
        assertThat(claim(JobKind.ROLLOUT, 1)).extracting(Job::step).containsExactly(2L);
    }

    private void finishJobs() {
        rollouts.completeRollouts(
                claim(JobKind.ROLLOUT, 9).stream().map(StoreTest::generated).toList());
        rollouts.completeRewards(
                claim(JobKind.REWARD, 9).stream().map(this::scored).toList());
    }

    @Test
    void checkpointsBeyondTheLimitLoseTheirWeightsUnlessKept() {
        OwnedRun owned = adopted("""
                {'max_steps':9,'save_total_limit':1,'keep_every':4}""");
        steps.publishInitial(owned.lease(), artifact("0".repeat(64)));
        checkpoints(owned, 3);
        String run = owned.run().id();
        String promoted = checkpoints.list(run).get(2).id();
        assertThat(checkpoints.promote(promoted).promoted()).isTrue();
        assertThat(checkpoints.promote(promoted))
                .isEqualTo(checkpoints.find(promoted).orElseThrow());
        assertThat(events.list(run, EventType.CHECKPOINT, 10, null).data()).hasSize(4);
        // A queued run that starts from step 2 keeps it.
        Run child = runs.create(spec("{}", run + "@step-2"));
        assertThat(retention.expendable(run, 1, "")).isEmpty();
        checkpoints(owned, 6);
        assertThat(retention.expendable(run, 1, ""))
                .containsExactlyInAnyOrder(weights(3), state(3), state(4), weights(5), state(5));
        runs.cancel(child.id());
        assertThat(retention.expendable(run, 1, "")).containsExactlyInAnyOrder(weights(2), state(2));

        assertThat(checkpoints.list(run).stream().filter(Checkpoint::hasWeights))
                .extracting(Checkpoint::step)
                .containsExactly(6L, 4L, 1L);
        assertThat(checkpoints.list(run).stream().filter(Checkpoint::hasState))
                .extracting(Checkpoint::step)
                .containsExactly(6L, 1L);
        assertThat(models.find(run + "@step-3")).isEmpty();
        assertThat(models.list())
                .extracting(ModelCatalog.Model::name)
                .containsExactly("nano-base", run + "@step-1", run + "@step-6", run + "@step-4");
        String removed = checkpoints.list(run).get(3).id();
        assertThat(models.find(removed)).isEmpty();
        assertThatThrownBy(() -> checkpoints.promote(removed)).isInstanceOf(CheckpointRemovedException.class);
        assertThatThrownBy(() -> checkpoints.promote("ckpt_none")).isInstanceOf(NoSuchElementException.class);
        assertThat(retention.retired(run))
                .containsExactlyInAnyOrder(weights(2), state(2), weights(3), state(3), state(4), weights(5), state(5));
    }

    @Test
    void withEarlyStoppingTheBestEvaluationIsKeptAndIsTheLatestInTheEnd() {
        Run sft = runs.create(RunSpecReader.read(JsonMapper.shared().readTree("""
                        {"model":"nano-base","method":{"type":"sft","sft":{"max_steps":9,"save_total_limit":1,
                          "eval_steps":1,"early_stopping_patience":2}}}""")));
        OwnedRun owned = runs.adopt("trainer", LEASE).orElseThrow();
        steps.publishInitial(owned.lease(), artifact("0".repeat(64)));
        double[] losses = {0.9, 0.5, 0.7, 0.6};
        for (int step = 1; step <= 4; step++) {
            checkpoint(owned, step, Map.of("eval_loss", losses[step - 1]));
        }
        assertThat(retention.expendable(sft.id(), 1, ""))
                .contains(weights(1), weights(3))
                .doesNotContain(weights(2));
        assertThat(models.find(sft.id() + "@latest"))
                .map(ModelCatalog.Model::name)
                .contains(sft.id() + "@step-4");
        runs.finish(owned.lease(), RunState.SUCCEEDED, null, "{\"best_step\":2}");
        assertThat(models.find(sft.id() + "@latest"))
                .map(ModelCatalog.Model::name)
                .contains(sft.id() + "@step-2");
    }

    @Test
    void aForkStartsAtTheStepOfItsCheckpoint() {
        OwnedRun owned = adopted();
        steps.publishInitial(owned.lease(), artifact("0".repeat(64)));
        checkpoints(owned, 3);
        runs.finish(owned.lease(), RunState.SUCCEEDED, null, null);
        String parent = owned.run().id();
        Checkpoint second = checkpoints.list(parent).get(1);
        Run fork = runs.fork(spec("{'max_steps':5}", parent + "@step-2"), 5, second);
        assertThat(List.of(fork.startStep(), fork.currentStep(), fork.maxSteps()))
                .containsExactly(2L, 2L, 5L);
        assertThat(fork.parentCheckpoint()).isEqualTo(second.id());
        // Its starting checkpoint is kept until it ends.
        assertThat(retention.expendable(parent, 1, "")).doesNotContain(state(2), weights(2));

        OwnedRun driven = runs.adopt("trainer", LEASE).orElseThrow();
        steps.publishInitial(driven.lease(), artifact(second.policyArtifact()));
        assertThat(steps.policyArtifact(fork.id(), 2)).contains(second.policyArtifact());
        assertThatThrownBy(() -> steps.commit(commit(driven.lease(), 1, null)))
                .isInstanceOf(IllegalStateException.class);
        steps.open(driven.lease(), 3, 2);
        steps.commit(commit(driven.lease(), 3, artifact("7".repeat(64))));
        assertThat(runs.find(fork.id()).orElseThrow().currentStep()).isEqualTo(3);
        runs.finish(driven.lease(), RunState.SUCCEEDED, null, null);
        assertThat(retention.expendable(parent, 1, "")).contains(state(2));
        assertThatThrownBy(() -> runs.fork(fork.spec(), 5, second))
                .isInstanceOf(CheckpointRemovedException.class)
                .hasMessageContaining("training state");
    }

    private OwnedRun adopted(String grpo) {
        runs.create(spec(grpo, "nano-base"));
        return runs.adopt("trainer", LEASE).orElseThrow();
    }

    private static RunSpec spec(String grpo, String model) {
        return RunSpecReader.read(JsonMapper.shared()
                .readTree(
                        ("{'model':'" + model + "','method':{'type':'grpo','grpo':" + grpo + "}}").replace('\'', '"')));
    }

    /** Steps up to {@code last}, each with a checkpoint. */
    private void checkpoints(OwnedRun owned, int last) {
        for (long step = runs.find(owned.run().id()).orElseThrow().currentStep() + 1; step <= last; step++) {
            checkpoint(owned, step, Map.of());
        }
    }

    private void checkpoint(OwnedRun owned, long step, Map<String, Double> metrics) {
        steps.open(owned.lease(), step, step - 1);
        steps.commit(new StepCommit(
                owned.lease(), step, artifact(weights(step)), artifact(state(step)), metrics, Map.of(), List.of()));
    }

    private static String weights(long step) {
        return String.valueOf(step).repeat(64);
    }

    private static String state(long step) {
        return "e" + String.valueOf(step).repeat(63);
    }

    @Test
    void rolloutsAreFiltered() {
        OwnedRun owned = opened(3, 1);
        String run = owned.run().id();
        rollouts.completeRollouts(
                claim(JobKind.ROLLOUT, 9).stream().map(StoreTest::generated).toList());
        rollouts.completeRewards(
                claim(JobKind.REWARD, 2).stream().map(this::scored).toList());
        assertThat(rollouts.list(run, RolloutFilter.all(), 2, null).hasMore()).isTrue();
        assertThat(rollouts.list(run, new RolloutFilter(1L, null, 1.0, "short", "<ANSWER>B"), 9, null)
                        .data())
                .hasSize(2);
        assertThat(rollouts.list(run, new RolloutFilter(null, null, null, null, "%"), 9, null)
                        .data())
                .isEmpty();
    }

    @Test
    void metricsAreDownsampledWithMinimumAndMaximum() {
        OwnedRun owned = adopted();
        for (int step = 1; step <= 10; step++) {
            steps.open(owned.lease(), step, 0);
            steps.commit(new StepCommit(
                    owned.lease(), step, null, null, Map.of("reward", (double) step), Map.of(), List.of()));
        }
        String run = owned.run().id();
        MetricStore.MetricTable all = metrics.read(run, List.of(), null, null, 100);
        assertThat(all.steps()).hasSize(10);
        MetricStore.MetricTable thin = metrics.read(run, List.of("reward", "none"), 1L, 10L, 5);
        assertThat(thin.steps()).containsExactly(2L, 4L, 6L, 8L, 10L);
        assertThat(thin.series().get("reward")).containsExactly(1.5, 3.5, 5.5, 7.5, 9.5);
        assertThat(thin.envelope().get("reward").max()).containsExactly(2.0, 4.0, 6.0, 8.0, 10.0);
        assertThat(thin.series().get("none")).containsOnlyNulls();
        assertThat(thin.rawPoints()).isEqualTo(10);
    }

    private static StepCommit commit(RunLease lease, long step, Artifact policy) {
        return new StepCommit(lease, step, policy, null, Map.of(), Map.of(), List.of());
    }
}
