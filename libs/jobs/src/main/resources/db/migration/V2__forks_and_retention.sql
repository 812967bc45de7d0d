-- The step a run starts behind: 0, or that of the checkpoint whose training a fork goes on with.
ALTER TABLE run ADD COLUMN start_step bigint NOT NULL DEFAULT 0 CHECK (start_step >= 0);
ALTER TABLE run ADD CHECK (current_step >= start_step);
