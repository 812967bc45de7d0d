package org.geor1.jobs.calibration;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.geor1.jobs.common.Json;
import org.geor1.jobs.run.LostLeaseException;
import org.geor1.jobs.run.RunFence;
import org.geor1.jobs.run.RunStore.RunLease;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** Calibrations of models, and the evaluated items that they follow from. */
@Transactional
public class CalibrationStore {

    private static final String SELECT = """
            SELECT run_id, policy_artifact, prompt_style, n, temperature, max_tokens, longest, cut_short, dataset, items, ece,
                coverage, fit
            FROM calibration
            """;

    private static final String NEWEST_FIRST = "ORDER BY created_at DESC, run_id DESC\n";

    private final RunFence fence;
    private final JdbcClient sql;

    CalibrationStore(RunFence fence, JdbcClient sql) {
        this.fence = fence;
        this.sql = sql;
    }

    /**
     * Adds items of an evaluation. Those that are there already stay as they are.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void add(RunLease lease, List<LocatedItem> items) {
        fence.hold(lease);
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (LocatedItem item : items) {
            LocatedItem.First first = item.prediction();
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("item", item.item());
            row.put("share", first == null ? null : first.share());
            row.put("spread_km", first == null ? null : first.spreadKm());
            row.put("distance_km", first == null ? null : first.distanceKm());
            row.put("answers", item.answers());
            row.put("tokens", item.tokens());
            row.put("longest", item.longest());
            row.put("cut_short", item.cutShort());
            rows.add(row);
        }
        sql.sql("""
                        INSERT INTO located_item (run_id, item, share, spread_km, distance_km, answers, tokens, longest, cut_short)
                        SELECT :run, r.* FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r (item bigint,
                            share double precision, spread_km double precision, distance_km double precision, answers int,
                            tokens bigint, longest int, cut_short int)
                        ON CONFLICT DO NOTHING""").param("run", lease.runId()).param("rows", Json.write(rows)).update();
    }

    /** All items of an evaluation, by number. */
    @Transactional(readOnly = true)
    public List<LocatedItem> items(String runId) {
        return sql.sql("""
                        SELECT item, share, spread_km, distance_km, answers, tokens, longest, cut_short FROM located_item
                        WHERE run_id = :run ORDER BY item""")
                .param("run", runId)
                .query((row, number) -> item(row))
                .list();
    }

    private static LocatedItem item(ResultSet row) throws SQLException {
        double share = row.getDouble("share");
        LocatedItem.First first = row.wasNull()
                ? null
                : new LocatedItem.First(share, row.getDouble("spread_km"), row.getDouble("distance_km"));
        return new LocatedItem(
                row.getLong("item"),
                first,
                row.getInt("answers"),
                row.getLong("tokens"),
                row.getInt("longest"),
                row.getInt("cut_short"));
    }

    /**
     * Stores what an evaluation says about its model. Storing it again changes nothing.
     *
     * @throws LostLeaseException when another trainer has adopted the run
     */
    public void save(RunLease lease, StoredCalibration calibration) {
        fence.hold(lease);
        sql.sql("""
                        INSERT INTO calibration (run_id, policy_artifact, prompt_style, n, temperature, max_tokens, longest,
                            cut_short, dataset, items, ece, coverage, fit)
                        VALUES (:run, :policy, :style, :n, :temperature, :maxTokens, :longest, :cutShort, :dataset, :items, :ece,
                            :coverage, CAST(:fit AS jsonb))
                        ON CONFLICT DO NOTHING""")
                .param("run", calibration.runId())
                .param("policy", calibration.policyArtifact())
                .param("style", calibration.promptStyle())
                .param("n", calibration.n())
                .param("temperature", calibration.temperature())
                .param("maxTokens", calibration.maxTokens())
                .param("longest", calibration.longest())
                .param("cutShort", calibration.cutShort())
                .param("dataset", calibration.dataset())
                .param("items", calibration.items())
                .param("ece", calibration.ece())
                .param("coverage", calibration.coverage())
                .param("fit", Json.write(calibration.fit()))
                .update();
    }

    /** Whether any weights are calibrated for answers that are drawn in this way. */
    @Transactional(readOnly = true)
    public boolean isAny(String promptStyle, int n, double temperature) {
        return sql.sql("""
                        SELECT EXISTS (SELECT FROM calibration
                            WHERE prompt_style = :style AND n = :n AND temperature = :temperature)""")
                .param("style", promptStyle)
                .param("n", n)
                .param("temperature", temperature)
                .query(Boolean.class)
                .single();
    }

    /**
     * The newest calibration of some weights that holds for answers drawn in this way. With another limit on the length of
     * answers it holds if none was cut short, and none would have been under this one.
     *
     * @param maxTokens length at which an answer is cut short
     */
    @Transactional(readOnly = true)
    public Optional<StoredCalibration> find(
            String policyArtifact, String promptStyle, int n, double temperature, int maxTokens) {
        return sql.sql(SELECT + """
                        WHERE policy_artifact = :policy AND prompt_style = :style AND n = :n AND temperature = :temperature
                            AND (max_tokens = :maxTokens OR cut_short = 0 AND longest <= :maxTokens)
                        """ + NEWEST_FIRST + "LIMIT 1")
                .param("policy", policyArtifact)
                .param("style", promptStyle)
                .param("n", n)
                .param("temperature", temperature)
                .param("maxTokens", maxTokens)
                .query((row, number) -> calibration(row))
                .optional();
    }

    /** All calibrations of some weights, by their hash, newest first. */
    @Transactional(readOnly = true)
    public Map<String, List<StoredCalibration>> ofPolicies(Collection<String> policyArtifacts) {
        if (policyArtifacts.isEmpty()) {
            return Map.of();
        }
        return sql
                .sql(SELECT + "WHERE policy_artifact IN (:policies)\n" + NEWEST_FIRST)
                .param("policies", policyArtifacts)
                .query((row, number) -> calibration(row))
                .list()
                .stream()
                .collect(Collectors.groupingBy(StoredCalibration::policyArtifact));
    }

    private static StoredCalibration calibration(ResultSet row) throws SQLException {
        return new StoredCalibration(
                row.getString("run_id"),
                row.getString("policy_artifact"),
                row.getString("prompt_style"),
                row.getInt("n"),
                row.getDouble("temperature"),
                row.getInt("max_tokens"),
                row.getInt("longest"),
                row.getLong("cut_short"),
                row.getString("dataset"),
                row.getInt("items"),
                row.getDouble("ece"),
                row.getDouble("coverage"),
                Json.tree(row.getString("fit")));
    }
}
