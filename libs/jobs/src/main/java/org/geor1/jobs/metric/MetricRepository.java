package org.geor1.jobs.metric;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

interface MetricRepository extends Repository<MetricEntity, MetricEntity.MetricKey> {

    @Query("select distinct m.id.key from MetricEntity m where m.id.runId = :runId order by m.id.key")
    List<String> keys(String runId);

    @Query(nativeQuery = true, value = """
                    WITH chosen AS (
                        SELECT key, step, value FROM metric
                        WHERE run_id = :runId AND key IN (:keys) AND step BETWEEN :from AND :to),
                    span AS (
                        SELECT min(step) AS first, (max(step) - min(step)) / :points + 1 AS width FROM chosen)
                    SELECT key, (step - first) / width AS bucket, max(step) AS "lastStep", avg(value) AS mean,
                        min(value) AS least, max(value) AS greatest, count(*) AS points
                    FROM chosen, span GROUP BY key, bucket ORDER BY bucket""")
    List<Bucket> buckets(String runId, Collection<String> keys, long from, long to, int points);

    @Query(nativeQuery = true, value = """
                    SELECT DISTINCT ON (key) key, 0 AS bucket, step AS "lastStep", value AS mean, value AS least,
                        value AS greatest, 1 AS points
                    FROM metric WHERE run_id = :runId ORDER BY key, step DESC""")
    List<Bucket> latest(String runId);

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO metric (run_id, key, step, value)
                    SELECT :runId, m.key, :step, CAST(m.value AS double precision)
                    FROM jsonb_each_text(CAST(:metrics AS jsonb)) AS m (key, value)""")
    int insert(String runId, long step, String metrics);

    interface Bucket {
        String getKey();

        long getBucket();

        long getLastStep();

        double getMean();

        double getLeast();

        double getGreatest();

        long getPoints();
    }
}
