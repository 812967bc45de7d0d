package org.geor1.jobs.image;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.geor1.jobs.common.Intervals;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/**
 * The rows of pictures: which there are, how large they are, and which nothing refers to any more. A picture counts as used while
 * a sample of a dataset or the prompt of a group shows it, and for a while after an import has stored it or asked for it.
 */
@Transactional
public class ImageRegister {

    private final JdbcClient sql;

    ImageRegister(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A stored picture.
     *
     * @param bytes of its file
     * @param width in pixels, as stored
     * @param height in pixels, as stored
     */
    public record Entry(String sha256, long bytes, long width, long height) {}

    /** Enters a picture whose file is durable, or says that it is used again. */
    public void register(Entry image) {
        sql.sql("""
                        INSERT INTO image (sha256, bytes, width, height) VALUES (:sha256, :bytes, :width, :height)
                        ON CONFLICT (sha256) DO UPDATE SET used_at = now(), deleted_at = NULL""")
                .param("sha256", image.sha256())
                .param("bytes", image.bytes())
                .param("width", image.width())
                .param("height", image.height())
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<Entry> find(String sha256) {
        return sql.sql("SELECT sha256, bytes, width, height FROM image WHERE sha256 = :sha256 AND deleted_at IS NULL")
                .param("sha256", sha256)
                .query(Entry.class)
                .optional();
    }

    /** Those of the hashes that no picture has, each once, in their order. The others count as used for a while. */
    public List<String> missing(Collection<String> hashes) {
        Set<String> missing = new LinkedHashSet<>(hashes);
        if (!missing.isEmpty()) {
            String[] asked = missing.toArray(String[]::new);
            use(asked);
            sql.sql("SELECT sha256 FROM image WHERE sha256 = ANY(:hashes) AND deleted_at IS NULL")
                    .param("hashes", asked)
                    .query(String.class)
                    .list()
                    .forEach(missing::remove);
        }
        return new ArrayList<>(missing);
    }

    /** A row is written at most once an hour. Rows are locked in one order, so that no two imports wait for each other. */
    private void use(String[] hashes) {
        sql.sql("""
                        WITH asked AS (
                            SELECT sha256 FROM image
                            WHERE sha256 = ANY(:hashes) AND deleted_at IS NULL AND used_at < now() - interval '1 hour'
                            ORDER BY sha256 FOR UPDATE)
                        UPDATE image SET used_at = now() FROM asked WHERE image.sha256 = asked.sha256""").param("hashes", hashes).update();
    }

    /**
     * Pictures that nothing refers to and that were not used for so long, which from now on count as missing. A picture that an
     * import is about to use is spared: it has written the row, so the condition is checked again, or holds its lock.
     *
     * @param grace at least some hours
     */
    public int retire(Duration grace) {
        return sql.sql("""
                        WITH used AS (
                            SELECT shown ->> 'sha256' AS sha256
                            FROM dataset_sample CROSS JOIN LATERAL json_array_elements(images) AS shown
                            UNION
                            SELECT substr(part ->> 'ref', length(:reference) + 1)
                            FROM rollout_group CROSS JOIN LATERAL jsonb_array_elements(prompt) AS part
                            WHERE starts_with(part ->> 'ref', :reference)),
                        unused AS (
                            SELECT sha256 FROM image
                            WHERE deleted_at IS NULL AND used_at < now() - make_interval(secs => :grace)
                                AND NOT EXISTS (SELECT FROM used WHERE used.sha256 = image.sha256)
                            FOR UPDATE OF image SKIP LOCKED)
                        UPDATE image SET deleted_at = now() FROM unused WHERE image.sha256 = unused.sha256""")
                .param("reference", Images.REFERENCE)
                .param("grace", Intervals.seconds(grace))
                .update();
    }

    /** Up to {@code limit} pictures that were retired and whose files may still be there. */
    @Transactional(readOnly = true)
    public List<String> retired(int limit) {
        return sql.sql("SELECT sha256 FROM image WHERE deleted_at IS NOT NULL ORDER BY sha256 LIMIT :limit")
                .param("limit", limit)
                .query(String.class)
                .list();
    }

    /**
     * Forgets a picture that is still retired, once its file is gone. Whoever stores the picture meanwhile waits for the end of
     * this, so it knows then whether the file is there.
     *
     * @param deletion deletes the file
     */
    public void forget(String sha256, Runnable deletion) {
        boolean retired = sql.sql(
                        "SELECT sha256 FROM image WHERE sha256 = :sha256 AND deleted_at IS NOT NULL FOR UPDATE")
                .param("sha256", sha256)
                .query(String.class)
                .optional()
                .isPresent();
        if (retired) {
            deletion.run();
            sql.sql("DELETE FROM image WHERE sha256 = :sha256")
                    .param("sha256", sha256)
                    .update();
        }
    }
}
