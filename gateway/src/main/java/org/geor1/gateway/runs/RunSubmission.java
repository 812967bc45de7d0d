package org.geor1.gateway.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.geor1.gateway.dataset.Datasets;
import org.geor1.gateway.problems.Parameters;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.checkpoint.Checkpoint;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.checkpoint.CheckpointStore;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunStore;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.run.RunFork;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a run, at most once per idempotency key. The key and the run commit together, so a retry after a lost answer
 * finds the run and a retry during the first attempt waits for it in the database.
 */
@Component
class RunSubmission {
    private static final String SCOPE = "runs";

    /** What an idempotency key looks like. */
    static final String KEY_FORM = "[\\x21-\\x7e]{1,200}";

    private static final Pattern KEY = Pattern.compile(KEY_FORM);

    private final RunStore runs;
    private final CheckpointStore checkpoints;
    private final ModelCatalog models;
    private final ModelCheck modelCheck;
    private final RewardCheck rewardCheck;
    private final Datasets datasets;
    private final PlannedSteps plannedSteps;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    RunSubmission(
            RunStore runs,
            CheckpointStore checkpoints,
            ModelCatalog models,
            ModelCheck modelCheck,
            RewardCheck rewardCheck,
            Datasets datasets,
            PlannedSteps plannedSteps,
            JdbcClient jdbc,
            JsonMapper json) {
        this.runs = runs;
        this.checkpoints = checkpoints;
        this.models = models;
        this.modelCheck = modelCheck;
        this.rewardCheck = rewardCheck;
        this.datasets = datasets;
        this.plannedSteps = plannedSteps;
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @param replayed whether an earlier request with the same key had already created the run */
    record Submitted(Run run, boolean replayed) {}

    @Transactional
    Submitted submit(JsonNode body, @Nullable String idempotencyKey) {
        RunSpec spec = RunSpecReader.read(body);
        datasets.require(spec);
        long steps = plannedSteps.of(spec);
        // The specification with its defaults is compared, not the body, so formatting alone does not make a different
        // request.
        return once(idempotencyKey, json.writeValueAsString(spec), () -> {
            // Checked before the run is created, which holds a lock. A checkpoint's weights were loaded when it was
            // made.
            models.find(spec.model())
                    .filter(model -> model.directory() != null)
                    .ifPresent(model -> modelCheck.requireUsable(model.name()));
            rewardCheck.requireAllowed(spec.reward());
            return using(spec, runs.create(spec, steps));
        });
    }

    @Transactional
    Submitted fork(Run parent, JsonNode body, @Nullable String idempotencyKey) {
        RunFork fork = RunFork.read(body);
        return once(
                idempotencyKey, "fork " + parent.id() + " " + json.writeValueAsString(fork), () -> fork(parent, fork));
    }

    private Run fork(Run parent, RunFork fork) {
        Checkpoint checkpoint = checkpoint(parent, fork.step());
        if (!checkpoint.hasWeights()) {
            throw new CheckpointRemovedException(checkpoint.name(), "weights");
        }
        RunSpec spec = fork.specification(parent.spec(), checkpoint.name(), checkpoint.step());
        long steps = steps(fork, spec, checkpoint.step());
        rewardCheck.requireAllowed(spec.reward());
        return using(spec, fork.resumeOptimizer() ? runs.fork(spec, steps, checkpoint) : runs.create(spec, steps));
    }

    private long steps(RunFork fork, RunSpec spec, long fromStep) {
        long steps;
        try {
            datasets.require(spec);
            steps = plannedSteps.of(spec);
        } catch (InvalidRequestException e) {
            throw new InvalidRequestException(
                    e.errors().stream().map(error -> error.within("overrides")).toList());
        }
        fork.requireStepsLeft(spec, steps, fromStep);
        return steps;
    }

    /** Both commit together: there is no run whose data is not on record. */
    private Run using(RunSpec spec, Run run) {
        datasets.use(run.id(), spec);
        return run;
    }

    private Checkpoint checkpoint(Run parent, @Nullable Long step) {
        String model = parent.id() + (step == null ? "@latest" : "@step-" + step);
        return checkpoints.list(parent.id()).stream()
                .filter(checkpoint -> step != null && checkpoint.step() == step)
                .findFirst()
                .or(() -> models.find(model).map(ModelCatalog.Model::checkpoint).flatMap(checkpoints::find))
                .orElseThrow(() -> new ApiException(
                        ErrorCode.NOT_FOUND,
                        "There is no checkpoint " + model + "; GET /api/v1/runs/" + parent.id()
                                + "/checkpoints lists those there are."));
    }

    private Submitted once(@Nullable String idempotencyKey, String request, Supplier<Run> creation) {
        if (idempotencyKey == null) {
            return new Submitted(creation.get(), false);
        }
        if (!KEY.matcher(idempotencyKey).matches()) {
            throw Parameters.bad("Idempotency-Key", "is malformed", "send 1 to 200 visible ASCII characters");
        }
        String hash = sha256(request);
        int inserted = jdbc.sql("INSERT INTO idempotency_key (scope, key, request_hash) VALUES (?, ?, ?)"
                        + " ON CONFLICT DO NOTHING")
                .params(SCOPE, idempotencyKey, hash)
                .update();
        if (inserted == 0) {
            return new Submitted(earlier(idempotencyKey, hash), true);
        }
        Run run = creation.get();
        jdbc.sql("UPDATE idempotency_key SET status = 201, location = ? WHERE scope = ? AND key = ?")
                .params(run.id(), SCOPE, idempotencyKey)
                .update();
        return new Submitted(run, false);
    }

    private record Earlier(String requestHash, String location) {}

    private Run earlier(String key, String hash) {
        Earlier earlier = jdbc.sql("SELECT request_hash, location FROM idempotency_key WHERE scope = ? AND key = ?")
                .params(SCOPE, key)
                .query(Earlier.class)
                .single();
        if (!earlier.requestHash().equals(hash)) {
            throw new ApiException(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was sent before with another body; use a new key for a new run.");
        }
        return runs.find(earlier.location()).orElseThrow(() -> ApiException.notFound("run", earlier.location()));
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JVM", e);
        }
    }
}
