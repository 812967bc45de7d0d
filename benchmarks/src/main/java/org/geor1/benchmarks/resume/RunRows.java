package org.geor1.benchmarks.resume;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The database rows of one run. */
record RunRows(Connection database, String run) {

    /** The first column; the run's id is the statement's only parameter. */
    List<String> texts(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setString(1, run);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
        }
        return texts;
    }

    private void expect(List<String> faults, String what, String sql, List<String> expected) throws SQLException {
        List<String> found = texts(sql);
        if (!found.equals(expected)) {
            faults.add(what + " are " + found + " instead of " + expected);
        }
    }

    /** @param onDisk names of the artifacts that exist, sorted */
    List<String> faults(ShortRun kind, List<String> onDisk) throws SQLException {
        List<String> faults = new ArrayList<>();
        List<String> everyStep = LongStream.rangeClosed(1, ShortRun.STEPS)
                .mapToObj(Long::toString)
                .toList();
        expect(
                faults,
                "committed steps",
                "SELECT step FROM run_step WHERE run_id = ? AND state = 'committed' ORDER BY step",
                everyStep);
        expect(faults, "open steps", "SELECT step FROM run_step WHERE run_id = ? AND state <> 'committed'", List.of());
        expect(faults, "losses", "SELECT step FROM metric WHERE run_id = ? AND key = 'loss' ORDER BY step", everyStep);
        expect(
                faults,
                "redone steps that came out differently",
                "SELECT step FROM run_event WHERE run_id = ? AND payload->>'message' LIKE '%differs in some bits%'",
                List.of());
        int groups = kind.draws() ? ShortRun.STEPS * ShortRun.PROMPTS : 0;
        int replaced = kind.replaces()
                ? texts("SELECT id FROM rollout_group WHERE run_id = ? AND state = 'replaced'")
                        .size()
                : 0;
        expect(
                faults,
                "groups consumed",
                "SELECT count(*) FROM rollout_group WHERE run_id = ? AND state = 'consumed'",
                List.of(Integer.toString(groups)));
        expect(
                faults,
                "groups neither consumed nor replaced",
                "SELECT id FROM rollout_group WHERE run_id = ? AND state NOT IN ('consumed', '"
                        + (kind.replaces() ? "replaced" : "consumed") + "')",
                List.of());
        expect(
                faults,
                "completions",
                "SELECT count(*) FROM rollout WHERE run_id = ?",
                List.of(Integer.toString((groups + replaced) * ShortRun.GROUP)));
        expect(
                faults,
                "jobs done",
                "SELECT count(*) FROM job_history WHERE run_id = ? AND state = 'done'",
                List.of(Integer.toString(2 * (groups + replaced))));
        expect(
                faults,
                "jobs not done",
                "SELECT kind || ' ' || state FROM job_history WHERE run_id = ? AND state <> 'done'",
                List.of());
        expect(
                faults,
                "artifacts on disk",
                "SELECT sha256 FROM artifact WHERE deleted_at IS NULL AND ? <> '' ORDER BY sha256 COLLATE \"C\"",
                onDisk);
        return faults;
    }
}
