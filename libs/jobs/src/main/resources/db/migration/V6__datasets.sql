-- Pictures by the hash of their files, which the trainer keeps. A row is written once the file is durable.
CREATE TABLE image (
    sha256     text PRIMARY KEY CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    bytes      bigint      NOT NULL CHECK (bytes > 0),
    width      int         NOT NULL CHECK (width > 0),
    height     int         NOT NULL CHECK (height > 0),
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Datasets that users import. Samples are appended in order while a dataset is importing; once it is ready it never changes.
CREATE TABLE dataset (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text        NOT NULL UNIQUE,
    state        text        NOT NULL CHECK (state IN ('importing', 'ready')),
    description  text,
    licence      text,
    samples      bigint      NOT NULL DEFAULT 0 CHECK (samples >= 0),
    -- How many samples each split has; those without one are under the empty name.
    splits       jsonb       NOT NULL DEFAULT '{}',
    content_hash text        CHECK (content_hash ~ '^[0-9a-f]{64}$'),
    statistics   jsonb,
    created_at   timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz,
    CHECK ((state = 'ready') = (content_hash IS NOT NULL)),
    CHECK ((state = 'ready') = (statistics IS NOT NULL)),
    CHECK ((state = 'ready') = (published_at IS NOT NULL))
);

-- Plain json keeps the order of fields, from which the dataset's hash follows.
CREATE TABLE dataset_sample (
    dataset_id  bigint NOT NULL REFERENCES dataset ON DELETE CASCADE,
    position    bigint NOT NULL CHECK (position >= 0),
    sample_id   text   NOT NULL,
    split       text   NOT NULL,
    -- Counts the samples of a split without gaps, so that any of them is found by its number.
    split_index bigint NOT NULL CHECK (split_index >= 0),
    latitude    double precision CHECK (latitude BETWEEN -90 AND 90),
    longitude   double precision CHECK (longitude BETWEEN -180 AND 180),
    city        text,
    country     text,
    truth       text,
    images      json   NOT NULL,
    turns       json   NOT NULL,
    metadata    json   NOT NULL,
    PRIMARY KEY (dataset_id, position),
    UNIQUE (dataset_id, split, split_index),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
);
-- An id may be longer than what an index can hold.
CREATE UNIQUE INDEX dataset_sample_id ON dataset_sample (dataset_id, md5(sample_id));

-- Lineage: what a run was submitted with. It stays when the dataset is deleted.
CREATE TABLE run_dataset (
    run_id       text NOT NULL REFERENCES run ON DELETE CASCADE,
    dataset      text NOT NULL,
    content_hash text NOT NULL,
    PRIMARY KEY (run_id, dataset)
);
CREATE INDEX run_dataset_by_hash ON run_dataset (content_hash, run_id);
