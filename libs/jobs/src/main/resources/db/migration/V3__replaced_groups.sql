-- Dynamic sampling replaces groups whose rewards are all equal; what was replaced stays, and no step trains on it.
ALTER TABLE rollout_group DROP CONSTRAINT rollout_group_state_check;
ALTER TABLE rollout_group ADD CONSTRAINT rollout_group_state_check
    CHECK (state IN ('open', 'generated', 'scored', 'consumed', 'dropped', 'replaced'));
