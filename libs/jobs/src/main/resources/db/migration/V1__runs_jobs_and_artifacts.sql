-- The platform's one database. Rules that code relies on are constraints here, so a second writer cannot break them.

CREATE TABLE run (
    id                text PRIMARY KEY,
    experiment        text        NOT NULL,
    name              text,
    kind              text        NOT NULL CHECK (kind IN ('sft', 'grpo', 'eval')),
    state             text        NOT NULL CHECK (state IN ('queued', 'running', 'paused', 'succeeded', 'failed', 'cancelled')),
    -- What a user asked of a running run; the trainer honours it between two steps.
    requested         text        CHECK (requested IN ('pause', 'cancel')),
    model             text        NOT NULL,
    dataset           text        NOT NULL,
    seed              bigint      NOT NULL,
    config            jsonb       NOT NULL,
    parent_checkpoint text,
    current_step      bigint      NOT NULL DEFAULT 0,
    max_steps         bigint      NOT NULL,
    result            jsonb,
    error             text,
    -- The trainer that drives the run. The epoch is the fencing token: it grows with every adoption.
    owner             text,
    owner_epoch       bigint      NOT NULL DEFAULT 0,
    owned_until       timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now(),
    started_at        timestamptz,
    finished_at       timestamptz
);
CREATE INDEX run_experiment ON run (experiment, id);
CREATE INDEX run_adoptable ON run (created_at) WHERE state IN ('queued', 'running');

-- Artifacts are content-addressed directories; sha256 is the hash of the manifest, which lists each file's hash.
CREATE TABLE artifact (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    name       text        NOT NULL,
    size       bigint      NOT NULL CHECK (size >= 0),
    manifest   jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Set when retention removed the files; the row stays as lineage.
    deleted_at timestamptz
);

CREATE TABLE policy_version (
    run_id     text        NOT NULL REFERENCES run ON DELETE CASCADE,
    version    bigint      NOT NULL CHECK (version >= 0),
    artifact   text        NOT NULL REFERENCES artifact,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, version)
);

-- One row a step. It turns from open to committed once, in the transaction that publishes the step's policy version.
CREATE TABLE run_step (
    run_id         text        NOT NULL REFERENCES run ON DELETE CASCADE,
    step           bigint      NOT NULL CHECK (step >= 1),
    state          text        NOT NULL CHECK (state IN ('open', 'committed')),
    policy_version bigint      NOT NULL,
    opened_at      timestamptz NOT NULL DEFAULT now(),
    committed_at   timestamptz,
    owner_epoch    bigint,
    PRIMARY KEY (run_id, step),
    CHECK ((state = 'committed') = (committed_at IS NOT NULL))
);

CREATE TABLE rollout_group (
    id             text PRIMARY KEY,
    run_id         text        NOT NULL,
    step           bigint      NOT NULL,
    idx            int         NOT NULL,
    policy_version bigint      NOT NULL,
    state          text        NOT NULL CHECK (state IN ('open', 'generated', 'scored', 'consumed', 'dropped')),
    pending_jobs   int         NOT NULL CHECK (pending_jobs >= 0),
    prompt         jsonb       NOT NULL,
    truth          jsonb       NOT NULL,
    error          text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, step, idx),
    FOREIGN KEY (run_id, step) REFERENCES run_step ON DELETE CASCADE
);

CREATE TABLE rollout (
    id             text PRIMARY KEY,
    group_id       text        NOT NULL REFERENCES rollout_group ON DELETE CASCADE,
    run_id         text        NOT NULL,
    step           bigint      NOT NULL,
    idx            int         NOT NULL,
    completion     text        NOT NULL,
    answer         text,
    token_ids      int[]       NOT NULL,
    log_probs      real[]      NOT NULL,
    policy_version bigint      NOT NULL,
    finish_reason  text        NOT NULL CHECK (finish_reason IN ('stop', 'length')),
    -- Unweighted component scores, then their weighted sum.
    rewards        jsonb,
    reward         double precision,
    advantage      double precision,
    flags          varchar[]   NOT NULL DEFAULT '{}',
    created_at     timestamptz NOT NULL DEFAULT now(),
    UNIQUE (group_id, idx),
    CHECK (cardinality(token_ids) = cardinality(log_probs))
);
CREATE INDEX rollout_by_run ON rollout (run_id, id);
CREATE INDEX rollout_by_step ON rollout (run_id, step);

-- The hot table: only work that is still to be done. Terminal rows move to job_history.
CREATE TABLE job (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN ('rollout', 'reward')),
    run_id       text        NOT NULL REFERENCES run ON DELETE CASCADE,
    step         bigint      NOT NULL,
    group_id     text        NOT NULL,
    part         int         NOT NULL DEFAULT 0,
    state        text        NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'leased')),
    priority     int         NOT NULL DEFAULT 0,
    payload      jsonb       NOT NULL,
    attempt      int         NOT NULL DEFAULT 0,
    max_attempts int         NOT NULL DEFAULT 4,
    lease_owner  text,
    lease_token  uuid,
    lease_until  timestamptz,
    run_at       timestamptz NOT NULL DEFAULT now(),
    error        text,
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, step, kind, group_id, part),
    CHECK ((state = 'leased') = (lease_token IS NOT NULL AND lease_until IS NOT NULL))
);
-- Two partial indexes, one for each half of the claim: due work, and work whose worker vanished.
CREATE INDEX job_due ON job (kind, priority DESC, run_at, id) WHERE state = 'queued';
CREATE INDEX job_expired ON job (kind, lease_until) WHERE state = 'leased';
CREATE INDEX job_by_group ON job (group_id);

CREATE TABLE job_history (
    id          bigint PRIMARY KEY,
    kind        text        NOT NULL,
    run_id      text        NOT NULL REFERENCES run ON DELETE CASCADE,
    step        bigint      NOT NULL,
    group_id    text        NOT NULL,
    part        int         NOT NULL,
    state       text        NOT NULL CHECK (state IN ('done', 'dead', 'cancelled')),
    payload     jsonb       NOT NULL,
    attempt     int         NOT NULL,
    worker      text,
    error       text,
    created_at  timestamptz NOT NULL,
    finished_at timestamptz NOT NULL DEFAULT now()
);
-- A piece of work takes effect once.
CREATE UNIQUE INDEX job_done_once ON job_history (run_id, step, kind, group_id, part) WHERE state = 'done';
CREATE INDEX job_history_by_state ON job_history (state, id);

CREATE TABLE checkpoint (
    id              text PRIMARY KEY,
    run_id          text        NOT NULL REFERENCES run ON DELETE CASCADE,
    step            bigint      NOT NULL,
    -- Weights in Hugging Face layout, and the full state that training resumes from.
    policy_artifact text        NOT NULL REFERENCES artifact,
    state_artifact  text        NOT NULL REFERENCES artifact,
    promoted        boolean     NOT NULL DEFAULT false,
    created_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (run_id, step)
);

CREATE TABLE metric (
    run_id text             NOT NULL REFERENCES run ON DELETE CASCADE,
    key    text             NOT NULL,
    step   bigint           NOT NULL,
    value  double precision NOT NULL,
    at     timestamptz      NOT NULL DEFAULT now(),
    PRIMARY KEY (run_id, key, step)
);

-- Feeds the event stream. Events of one run are written under that run's row lock, so ids become visible in order
-- and a reader that resumes after an id misses nothing.
CREATE TABLE run_event (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id     text        NOT NULL REFERENCES run ON DELETE CASCADE,
    type       text        NOT NULL CHECK (type IN ('metric', 'rollout', 'alert', 'state', 'checkpoint', 'log')),
    step       bigint,
    payload    jsonb       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX run_event_by_run ON run_event (run_id, id);

-- Responses of creating POSTs, by the caller's Idempotency-Key.
CREATE TABLE idempotency_key (
    scope        text        NOT NULL,
    key          text        NOT NULL,
    request_hash text        NOT NULL,
    status       int,
    location     text,
    response     jsonb,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, key)
);
