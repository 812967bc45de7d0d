package org.geor1.jobs.artifact;

import org.geor1.jobs.common.Json;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The rows of artifacts, which policy versions and checkpoints refer to. */
@Transactional(propagation = Propagation.MANDATORY)
public class ArtifactRegister {

    private final JdbcClient sql;

    ArtifactRegister(JdbcClient sql) {
        this.sql = sql;
    }

    /** Enters an artifact that is stored. One that retention had removed is there again. */
    public void register(Artifact artifact) {
        sql.sql("""
                        INSERT INTO artifact (sha256, name, size, manifest)
                        VALUES (:sha256, :name, :size, CAST(:manifest AS jsonb))
                        ON CONFLICT (sha256) DO UPDATE SET deleted_at = NULL""")
                .param("sha256", artifact.sha256())
                .param("name", artifact.name())
                .param("size", artifact.size())
                .param("manifest", Json.write(artifact.files()))
                .update();
    }
}
