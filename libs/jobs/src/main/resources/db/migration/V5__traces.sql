-- The trace of the request that submitted a run (W3C traceparent). Jobs take it over as they are queued, so that whoever
-- works for the run can name it in the log.
ALTER TABLE run ADD COLUMN trace_parent text CHECK (trace_parent ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$');
ALTER TABLE job ADD COLUMN trace_parent text;
