package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.rollout.Rollout;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.step.Step;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.update.DivergedException;
import org.geor1.web.InternalTokenFilter;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/**
 * The trainer's state machine, with training that only keeps a ledger: steps are committed once and in order, a run
 * interrupted anywhere ends with the weights of an uninterrupted one, and users' requests are honoured between steps.
 */
class TrainerServiceTest extends TrainerFixture {

    private static final String GRPO =
            "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":7,\"prompts_per_step\":3,\"group_size\":4,\"checkpoint_every\":3}}";

    @Autowired
    EventStore events;

    @Autowired
    ModelCatalog models;

    @LocalServerPort
    int port;

    @Test
    void grpoCommitsEachStepWithItsPolicyMetricsAndRollouts() throws InterruptedException {
        Run run = finished(submit(GRPO, "nano-base", 1));
        String id = run.id();

        assertThat(run.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(run.currentStep()).isEqualTo(7);
        assertThat(steps.steps(id)).extracting(Step::policyVersion).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(checkpoints.list(id)).extracting(Checkpoint::step).containsExactly(7L, 6L, 3L);
        assertThat(metrics.keys(id))
                .contains("reward", "loss", "frac_reward_zero_std", "rewards/accuracy/mean", "completions/mean_length")
                .doesNotContain("kl");
        List<RolloutGroup> groups = rollouts.groups(id, 5);
        assertThat(groups).hasSize(3);
        for (RolloutGroup group : groups) {
            assertThat(group.policyVersion()).isEqualTo(4);
            assertThat(group.rollouts()).hasSize(4);
            assertThat(group.rollouts().stream().mapToDouble(Rollout::advantage).sum())
                    .isCloseTo(0, within(1e-9));
        }
        assertThat(events.list(id, EventType.METRIC, 100, null).data()).hasSize(7);
        // Retention keeps the last two policies, the checkpointed ones, and the last two states.
        assertThat(artifacts.find(steps.policyArtifact(id, 4).orElseThrow())).isEmpty();
        assertThat(artifacts.find(steps.policyArtifact(id, 3).orElseThrow())).isPresent();
        assertThat(artifacts.find(checkpoints.list(id).get(2).stateArtifact())).isEmpty();
    }

    @Test
    void aRunInterruptedAnywhereEndsLikeAnUninterruptedOne() throws InterruptedException {
        String whole = finished(submit(GRPO, "nano-base", 5)).id();
        // With checkpoints after steps 3 and 6: nothing to redo, no checkpoint yet, just after a checkpoint, and one
        // step later.
        for (long broken : new long[] {1, 3, 4, 5}) {
            breakAt(broken);
            String id = finished(submit(GRPO, "nano-base", 5)).id();
            assertThat(steps.policyArtifact(id, 7))
                    .as("interrupted at step %d", broken)
                    .isEqualTo(steps.policyArtifact(whole, 7));
            assertThat(count("SELECT count(*) FROM run_step WHERE run_id = '" + id + "' AND state = 'committed'"))
                    .isEqualTo(7);
            assertThat(count("SELECT count(*) FROM rollout WHERE run_id = '" + id + "'"))
                    .isEqualTo(7 * 3 * 4);
            assertThat(count("SELECT count(DISTINCT owner_epoch) FROM run_step WHERE run_id = '" + id + "'"))
                    .isEqualTo(broken == 1 ? 1 : 2);
        }
    }

    @Test
    void aRunIsNeverTrainedOnAnotherDatasetThanItsOwn() {
        String id = runs.create(RunSpecReader.read(JsonMapper.shared()
                        .readTree("{\"model\":\"nano-base\",\"dataset\":\"cities\",\"method\":" + GRPO + "}")))
                .id();
        Run failed = finished(id);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.error()).contains("There is no dataset 'cities'");
    }

    @Test
    void sftStartsARunThatGrpoContinues() throws InterruptedException {
        String sft = finished(submit(
                        "{\"type\":\"sft\",\"sft\":{\"max_steps\":5,\"batch_size\":4,\"checkpoint_every\":2}}",
                        "nano-base",
                        3))
                .id();
        assertThat(checkpoints.list(sft)).extracting(Checkpoint::step).containsExactly(5L, 4L, 2L);
        Run grpo = finished(submit(GRPO, sft + "@latest", 3));
        assertThat(grpo.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(grpo.parentCheckpoint())
                .isEqualTo(checkpoints.list(sft).get(0).id());
        assertThat(steps.policyArtifact(grpo.id(), 0))
                .contains(checkpoints.list(sft).get(0).policyArtifact());
    }

    @Test
    void aForkThatChangesNothingEndsLikeItsParent() throws InterruptedException {
        Run parent = finished(submit(GRPO, "nano-base", 21));
        Checkpoint sixth = checkpoints.list(parent.id()).get(1);
        String fork = finished(runs.fork(withModel(parent.spec(), sixth), parent.maxSteps(), sixth)
                        .id())
                .id();
        assertThat(state(fork)).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.steps(fork)).extracting(Step::step).containsExactly(7L);
        assertThat(steps.policyArtifact(fork, 6)).contains(sixth.policyArtifact());
        assertThat(steps.policyArtifact(fork, 7)).isEqualTo(steps.policyArtifact(parent.id(), 7));
    }

    @Test
    void aForkInterruptedAnywhereEndsLikeItsParent() throws InterruptedException {
        AtomicReference<Checkpoint> third = new AtomicReference<>();
        sessions.beforeUpdate = step -> {
            if (step == 5) {
                // While its training state still exists; retention removes it later unless it is promoted.
                third.set(checkpoints.promote(checkpoints
                        .latest(runs.latest().orElseThrow().id())
                        .orElseThrow()
                        .id()));
                sessions.beforeUpdate = any -> {};
            }
        };
        Run parent = finished(submit(GRPO, "nano-base", 22));
        assertThat(third.get().step()).isEqualTo(3);
        for (long broken : new long[] {4, 5, 7}) {
            breakAt(broken);
            String fork = finished(runs.fork(withModel(parent.spec(), third.get()), parent.maxSteps(), third.get())
                            .id())
                    .id();
            assertThat(steps.policyArtifact(fork, 7))
                    .as("interrupted at step %d", broken)
                    .isEqualTo(steps.policyArtifact(parent.id(), 7));
            assertThat(count("SELECT count(*) FROM run_step WHERE run_id = '" + fork + "' AND state = 'committed'"))
                    .isEqualTo(4);
        }
    }

    private static RunSpec withModel(RunSpec parent, Checkpoint from) {
        return RunFork.read(JsonMapper.shared().createObjectNode())
                .specification(parent, from.runId() + "@step-" + from.step(), from.step());
    }

    private static final String EARLY =
            "{\"type\":\"sft\",\"sft\":{\"max_steps\":20,\"batch_size\":4,\"checkpoint_every\":3,\"eval_steps\":2,"
                    + "\"eval_samples\":8,\"early_stopping_patience\":2}}";

    @Test
    void sftEndsWithItsBestEvaluationWhereverItWasInterrupted() throws InterruptedException {
        sessions.heldOutLoss = step -> Math.abs(step - 4);
        Run whole = finished(submit(EARLY, "nano-base", 31));
        assertThat(whole.state()).isEqualTo(RunState.SUCCEEDED);
        assertThat(whole.currentStep()).isEqualTo(8);
        assertThat(whole.result().at("/stopped_early").booleanValue()).isTrue();
        assertThat(whole.result().at("/reason").stringValue()).contains("in 2 evaluations", "0.0 at step 4");
        assertThat(models.find(whole.id() + "@latest"))
                .map(ModelCatalog.Model::name)
                .contains(whole.id() + "@step-4");
        assertThat(events.list(whole.id(), EventType.LOG, 100, null).data())
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).contains("training stops early"));
        for (long broken : new long[] {1, 3, 4, 5, 6, 7, 8}) {
            breakAt(broken);
            Run run = finished(submit(EARLY, "nano-base", 31));
            assertThat(run.currentStep()).isEqualTo(8);
            assertThat(run.result()).as("interrupted at step %d", broken).isEqualTo(whole.result());
            assertThat(steps.policyArtifact(run.id(), 4)).isEqualTo(steps.policyArtifact(whole.id(), 4));
            assertThat(checkpoints.list(run.id())).extracting(Checkpoint::step).containsExactly(6L, 4L, 3L, 2L);
        }
        // Killed after committing its last step, before recording that it had ended.
        sql.sql(
                        "UPDATE run SET state = 'running', result = NULL, finished_at = NULL, owned_until = now() WHERE id = :id")
                .param("id", whole.id())
                .update();
        Run again = finished(whole.id());
        assertThat(again.currentStep()).isEqualTo(8);
        assertThat(again.result()).isEqualTo(whole.result());
    }

    @Test
    void aRunThatKeepsImprovingTakesAllItsStepsAndItsLastIsItsBest() throws InterruptedException {
        Run run = finished(submit(EARLY, "nano-base", 32));
        assertThat(run.currentStep()).isEqualTo(20);
        assertThat(run.result().at("/stopped_early").booleanValue()).isFalse();
        assertThat(run.result().at("/best_step").intValue()).isEqualTo(20);
        assertThat(sessions.heldOut.get()).hasSizeBetween(4, 8);
    }

    @Test
    void onlyTheConfiguredNumberOfCheckpointsKeepTheirWeights() throws InterruptedException {
        String id = finished(submit(
                        "{\"type\":\"sft\",\"sft\":{\"max_steps\":9,\"batch_size\":2,\"checkpoint_every\":1,"
                                + "\"save_total_limit\":2,\"keep_every\":4}}",
                        "nano-base",
                        3))
                .id();
        assertThat(checkpoints.list(id).stream().filter(Checkpoint::hasWeights))
                .extracting(Checkpoint::step)
                .containsExactly(9L, 8L, 4L);
        for (Checkpoint checkpoint : checkpoints.list(id)) {
            assertThat(artifacts.find(checkpoint.policyArtifact()).isPresent())
                    .as("step %d", checkpoint.step())
                    .isEqualTo(checkpoint.hasWeights());
            assertThat(artifacts.find(checkpoint.stateArtifact()).isPresent()).isEqualTo(checkpoint.hasState());
        }
    }

    @Test
    void evaluationCountsAnswersAndUpdatesNothing() throws InterruptedException {
        long before = sessions.updates.get();
        Run run = finished(submit(
                "{\"type\":\"eval\",\"eval\":{\"questions\":25,\"prompts_per_step\":10,\"blank_images\":true}}",
                "nano-base",
                1));
        assertThat(sessions.updates.get()).isEqualTo(before);
        assertThat(run.result().at("/n").intValue()).isEqualTo(25);
        assertThat(run.result().at("/accuracy_method").stringValue()).isEqualTo("strict");
        double accuracy = run.result().at("/accuracy").doubleValue();
        assertThat(accuracy)
                .isBetween(
                        run.result().at("/low").doubleValue(),
                        run.result().at("/high").doubleValue());
        assertThat(run.result().at("/format").doubleValue()).isEqualTo(1);
        assertThat(run.result().at("/by_shared_cues").propertyNames()).isSubsetOf("1", "2", "3");
        assertThat(rollouts.groups(run.id(), 3))
                .hasSize(5)
                .allSatisfy(group -> assertThat(group.prompt().toString())
                        .contains("blank:224x56", "blank:84x84")
                        .doesNotContain("mini-earth"));
    }

    @Test
    void anEvaluationReadsAnswersByTheMethodOfItsRewardAndNamesIt() throws InterruptedException {
        workers.completion = letter -> "Option " + letter;
        for (String method : List.of("strict", "mcq")) {
            Run run = finished(submit(
                    "{\"type\":\"eval\",\"eval\":{\"questions\":25}},\"reward\":{\"components\":[{\"name\":\"accuracy\",\"method\":\""
                            + method + "\"}]}",
                    "nano-base",
                    1));
            assertThat(run.result().at("/accuracy_method").stringValue()).isEqualTo(method);
            // Only mcq accepts a completion without an answer block.
            assertThat(run.result().at("/accuracy").doubleValue() > 0)
                    .as(method)
                    .isEqualTo(method.equals("mcq"));
        }
    }

    /** If it forgot the committed steps, the resumed run would see ten more steps and raise the same alarm again. */
    @Test
    void groupsWithoutVarianceRaiseOneAlarmAcrossAResume() throws InterruptedException {
        workers.completion = letter -> "<think>t</think><answer>A</answer>";
        breakAt(14);
        String id = finished(submit(
                        "{\"type\":\"grpo\",\"grpo\":{\"max_steps\":30,\"prompts_per_step\":1,\"group_size\":2,\"checkpoint_every\":6}}",
                        "nano-base",
                        13))
                .id();
        assertThat(events.list(id, EventType.LOG, 10, null).data())
                .singleElement()
                .satisfies(event -> assertThat(event.payloadJson()).contains("resumed"));
        assertThat(events.list(id, EventType.ALERT, 10, null).data())
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.step()).isEqualTo(10);
                    assertThat(alert.payloadJson()).contains("zero_variance", "100 %");
                });
    }

    @Test
    void aPauseIsHonouredBetweenStepsAndTheRunResumes() throws InterruptedException {
        String whole = finished(submit(GRPO, "nano-base", 9)).id();
        sessions.beforeUpdate = step -> {
            if (step == 2) {
                sessions.beforeUpdate = any -> {};
                runs.pause(runs.latest().orElseThrow().id());
            }
        };
        String id = submit(GRPO, "nano-base", 9);
        await(() -> state(id) == RunState.PAUSED);
        assertThat(runs.find(id).orElseThrow().currentStep()).isEqualTo(2);
        assertThat(checkpoints.latest(id)).map(Checkpoint::step).contains(2L);
        runs.resume(id);
        finished(id);
        assertThat(steps.policyArtifact(id, 7)).isEqualTo(steps.policyArtifact(whole, 7));
    }

    @Test
    void aRunSurvivesTheLossOfItsDatabaseConnections() throws InterruptedException {
        String whole = finished(submit(GRPO, "nano-base", 6)).id();
        sessions.beforeUpdate = step -> {
            if (step == 3) {
                sessions.beforeUpdate = any -> {};
                sql.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                                + " AND backend_type = 'client backend'")
                        .query()
                        .listOfRows();
            }
        };
        String id = finished(submit(GRPO, "nano-base", 6)).id();
        assertThat(state(id)).isEqualTo(RunState.SUCCEEDED);
        assertThat(steps.policyArtifact(id, 7)).isEqualTo(steps.policyArtifact(whole, 7));
    }

    @Test
    void theRunTableNamesTheProcessThatDrivesARun() throws InterruptedException {
        List<String> owners = new ArrayList<>();
        sessions.beforeUpdate = step -> owners.add(sql.sql("SELECT owner FROM run ORDER BY id DESC LIMIT 1")
                .query(String.class)
                .single());
        finished(submit(GRPO, "nano-base", 10));
        assertThat(owners).hasSize(7).allMatch(owner -> owner.matches("trainer@.+-[0-9a-f]{6}"));
    }

    @Test
    void aCancelEndsTheRun() throws InterruptedException {
        sessions.beforeUpdate = step -> {
            if (step == 3) {
                runs.cancel(runs.latest().orElseThrow().id());
            }
        };
        String id = submit(GRPO, "nano-base", 9);
        assertThat(finished(id).state()).isEqualTo(RunState.CANCELLED);
        assertThat(runs.find(id).orElseThrow().currentStep()).isEqualTo(3);
    }

    @Test
    void aShutdownLeavesACheckpointAndTheRunForTheNextTrainer() throws InterruptedException {
        Thread stopper = new Thread(trainer::stop);
        sessions.beforeUpdate = step -> {
            if (step == 2) {
                sessions.beforeUpdate = any -> {};
                stopper.start();
                // The stopping thread announces the shutdown, then waits for this very update.
                awaitWaiting(stopper);
            }
        };
        String id = submit(GRPO, "nano-base", 4);
        await(() -> !trainer.isRunning());
        assertThat(state(id)).isEqualTo(RunState.RUNNING);
        assertThat(checkpoints.latest(id)).map(Checkpoint::step).contains(2L);
        trainer.start();
        assertThat(finished(id).state()).isEqualTo(RunState.SUCCEEDED);
    }

    @Test
    void aStepContinuesWithoutOneGroupAndFailsWithoutMost() throws InterruptedException {
        workers.doomed.set(1);
        String id = finished(submit(GRPO, "nano-base", 2)).id();
        assertThat(state(id)).isEqualTo(RunState.SUCCEEDED);
        assertThat(rollouts.progress(id, 1).dropped()).isOne();
        workers.doomed.set(3);
        Run failed = finished(submit(GRPO, "nano-base", 2));
        assertThat(failed.state()).isEqualTo(RunState.FAILED);
        assertThat(failed.error()).contains("the engine hates it");
    }

    @Test
    void aSkippedUpdateIsRecordedAndADivergedRunSaysSo() throws InterruptedException {
        sessions.skips = step -> step == 2;
        String noted = finished(submit(GRPO, "nano-base", 11)).id();
        assertThat(state(noted)).isEqualTo(RunState.SUCCEEDED);
        assertThat(metrics.keys(noted)).contains(TrainingSession.SKIPPED_STEPS);
        assertThat(events.list(noted, EventType.ALERT, 100, null).data())
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).contains("non_finite", "warning", "not finite"));
        sessions.beforeUpdate = step -> {
            if (step == 4) {
                throw new DivergedException("5 updates in a row had a loss or a gradient that is not finite");
            }
        };
        Run diverged = finished(submit(GRPO, "nano-base", 11));
        assertThat(diverged.state()).isEqualTo(RunState.FAILED);
        assertThat(diverged.error()).contains("5 updates in a row");
        assertThat(events.list(diverged.id(), EventType.ALERT, 100, null).data())
                .first()
                .satisfies(event -> assertThat(event.toString()).contains("error", "5 updates in a row"));
        assertThat(checkpoints.latest(diverged.id())).map(Checkpoint::step).contains(3L);
    }

    @Test
    void aRunStoredBeforeObjectivesExistedHasThePapersObjective() throws InterruptedException {
        Run run = finished(submit(GRPO, "nano-base", 12));
        sql.sql(
                        "UPDATE run SET config = jsonb_set(config #- '{method,grpo,loss_type}' #- '{method,grpo,num_iterations}'"
                                + " #- '{method,grpo,mask_truncated_completions}', '{method,grpo,scale_rewards}', 'true')"
                                + " WHERE id = :id")
                .param("id", run.id())
                .update();
        assertThat(runs.find(run.id()).orElseThrow().spec()).isEqualTo(run.spec());
    }

    @Test
    void artifactsAreServedByExactNameToCallersWithTheSecret() throws InterruptedException {
        String sha = steps.policyArtifact(finished(submit(GRPO, "nano-base", 1)).id(), 7)
                .orElseThrow();
        assertThat(status("secret", sha)).isEqualTo(200);
        assertThat(status("secret", sha + "/config.json")).isEqualTo(200);
        assertThat(status("secret", sha + "/none.json")).isEqualTo(404);
        assertThat(status("secret", sha + "/adapter/config.json")).isEqualTo(404);
        String nested = artifacts
                .write("policy", directory -> {
                    try {
                        Files.writeString(
                                Files.createDirectory(directory.resolve("adapter"))
                                        .resolve("a.json"),
                                "{}");
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .sha256();
        assertThat(status("secret", nested + "/adapter/a.json")).isEqualTo(200);
        assertThat(status("secret", "0".repeat(64))).isEqualTo(404);
        assertThat(status("secret", sha + "/..%2fmanifest.json")).isIn(400, 404);
        assertThat(status("secret", "tmp")).isEqualTo(404);
        assertThat(status("wrong", sha)).isEqualTo(401);
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Override
    RunState state(String id) {
        for (int i = 0; ; i++) {
            try {
                return super.state(id);
            } catch (DataAccessException | TransactionException e) {
                // One test breaks the connections used by this query.
                assertThat(i).isLessThan(20);
            }
        }
    }

    private int status(String token, String path) {
        return RestClient.create("http://localhost:" + port)
                .get()
                .uri(java.net.URI.create("http://localhost:" + port + "/internal/v1/artifacts/" + path))
                .header(InternalTokenFilter.HEADER, token)
                .exchange((request, response) -> response.getStatusCode().value());
    }
}
