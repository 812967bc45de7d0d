-- Why the trainer itself paused a run, such as a full disk; it goes on by itself once the reason is gone.
ALTER TABLE run ADD COLUMN pause_reason text CHECK (pause_reason IS NULL OR state = 'paused');
CREATE INDEX run_suspended ON run (created_at) WHERE pause_reason IS NOT NULL;
