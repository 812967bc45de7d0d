package org.geor1.jobs.dataset;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;

interface DatasetRepository extends JpaRepository<DatasetEntity, Long> {

    Optional<DatasetEntity> findByName(String name);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select d from DatasetEntity d where d.name = :name")
    Optional<DatasetEntity> lock(String name);

    /** Keeps the dataset from being deleted until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_READ)
    @Query("select d from DatasetEntity d where d.name = :name")
    Optional<DatasetEntity> share(String name);

    /** @return 0 if the name is taken */
    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO dataset (name, state, description, licence)
                    VALUES (:name, 'importing', CAST(:description AS text), CAST(:licence AS text))
                    ON CONFLICT (name) DO NOTHING""")
    int insert(String name, @Nullable String description, @Nullable String licence);

    @Query("select d from DatasetEntity d where :after is null or d.name > :after order by d.name")
    List<DatasetEntity> page(@Nullable String after, Limit limit);

    @Modifying(flushAutomatically = true, clearAutomatically = true)
    @Query(nativeQuery = true, value = """
                    UPDATE dataset SET state = 'ready', content_hash = :hash, statistics = CAST(:statistics AS jsonb),
                        published_at = now()
                    WHERE id = :id""")
    void publish(long id, String hash, String statistics);

    @Modifying
    @Query(nativeQuery = true, value = """
                    INSERT INTO run_dataset (run_id, dataset, content_hash) VALUES (:runId, :name, :hash)
                    ON CONFLICT DO NOTHING""")
    void use(String runId, String name, String hash);

    /** Runs that were submitted with this content of the dataset, newest first. */
    @Query(nativeQuery = true, value = """
                    SELECT run_id FROM run_dataset WHERE dataset = :name AND content_hash = :hash
                    ORDER BY run_id DESC LIMIT :limit""")
    List<String> users(String name, String hash, int limit);

    @Query(nativeQuery = true, value = """
                    SELECT run_id FROM run_dataset JOIN run ON run.id = run_id
                    WHERE run_dataset.dataset = :name AND content_hash = :hash AND run.state IN ('queued', 'running', 'paused')
                    ORDER BY run_id""")
    List<String> unfinishedUsers(String name, String hash);
}
