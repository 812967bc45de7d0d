-- What an evaluation of geolocation found for each of its pictures. Share, spread and distance are those of the first
-- prediction; they are missing where no answer has a position.
CREATE TABLE located_item (
    run_id      text   NOT NULL REFERENCES run ON DELETE CASCADE,
    item        bigint NOT NULL CHECK (item >= 0),
    share       double precision CHECK (share > 0 AND share <= 1),
    spread_km   double precision CHECK (spread_km >= 0),
    distance_km double precision CHECK (distance_km >= 0),
    answers     int    NOT NULL CHECK (answers > 0),
    tokens      bigint NOT NULL CHECK (tokens >= 0),
    longest     int    NOT NULL CHECK (longest >= 0),
    cut_short   int    NOT NULL CHECK (cut_short >= 0),
    PRIMARY KEY (run_id, item),
    CHECK ((share IS NULL) = (spread_km IS NULL)),
    CHECK ((share IS NULL) = (distance_km IS NULL))
);

-- What such an evaluation says about further answers of the same weights that are drawn in the same way. The weights are named
-- by their content, so whatever name a model has, it is calibrated if it is the one that was evaluated.
CREATE TABLE calibration (
    run_id          text PRIMARY KEY REFERENCES run ON DELETE CASCADE,
    policy_artifact text        NOT NULL REFERENCES artifact ON DELETE CASCADE,
    prompt_style    text        NOT NULL,
    n               int         NOT NULL CHECK (n > 0),
    temperature     double precision NOT NULL CHECK (temperature >= 0),
    max_tokens      int         NOT NULL CHECK (max_tokens > 0),
    longest         int         NOT NULL CHECK (longest >= 0),
    cut_short       bigint      NOT NULL CHECK (cut_short >= 0),
    dataset         text        NOT NULL,
    items           int         NOT NULL CHECK (items > 0),
    ece             double precision NOT NULL CHECK (ece BETWEEN 0 AND 1),
    coverage        double precision NOT NULL CHECK (coverage BETWEEN 0 AND 1),
    fit             jsonb       NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX calibration_by_policy ON calibration (policy_artifact, n);
