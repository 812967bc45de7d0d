package org.geor1.jobs.image;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;

/** The rows of pictures: which there are, and how large they are. */
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

    /** Enters a picture whose file is durable. Entering it again changes nothing. */
    public void register(Entry image) {
        sql.sql("""
                        INSERT INTO image (sha256, bytes, width, height) VALUES (:sha256, :bytes, :width, :height)
                        ON CONFLICT (sha256) DO NOTHING""")
                .param("sha256", image.sha256())
                .param("bytes", image.bytes())
                .param("width", image.width())
                .param("height", image.height())
                .update();
    }

    @Transactional(readOnly = true)
    public Optional<Entry> find(String sha256) {
        return sql.sql("SELECT sha256, bytes, width, height FROM image WHERE sha256 = :sha256")
                .param("sha256", sha256)
                .query(Entry.class)
                .optional();
    }

    /** Those of the hashes that no picture has, each once, in their order. */
    @Transactional(readOnly = true)
    public List<String> missing(Collection<String> hashes) {
        Set<String> missing = new LinkedHashSet<>(hashes);
        if (!missing.isEmpty()) {
            sql.sql("SELECT sha256 FROM image WHERE sha256 = ANY(:hashes)")
                    .param("hashes", missing.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .forEach(missing::remove);
        }
        return new ArrayList<>(missing);
    }
}
