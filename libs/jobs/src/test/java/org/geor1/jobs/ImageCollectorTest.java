package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageCollector;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Contract: a picture is deleted, row and file, once no sample and no stored prompt shows it and no import has asked for it for a
 * day; never while an import counts on it; and whatever a crash leaves half done is finished or taken back.
 */
class ImageCollectorTest extends StoreTest {

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageRegister register;

    @Autowired
    TransactionTemplate transactions;

    @TempDir
    Path directory;

    private ImageStore store;
    private ImageCollector collector;

    @BeforeEach
    void empty() {
        sql.sql("TRUNCATE dataset, image, run_dataset CASCADE").update();
        store = new ImageStore(directory);
        collector = new ImageCollector(register, store);
        datasets.create("own", null, null);
    }

    private String stored(String content) {
        String sha256 = store.put(content.getBytes(StandardCharsets.UTF_8));
        register.register(new ImageRegister.Entry(sha256, content.length(), 8, 8));
        return sha256;
    }

    private void aDayPasses() {
        sql.sql("UPDATE image SET used_at = used_at - interval '25 hours'").update();
    }

    private void collect() {
        collector.collect(new CountDownLatch(1));
    }

    private static DatasetSample showing(String sha256) {
        return new DatasetSample(
                sha256, List.of(new DatasetSample.Image("photo", sha256)), null, List.of(), null, null, Map.of());
    }

    private void append(long position, String sha256) {
        datasets.append("own", new SampleBatch(position, List.of(showing(sha256))));
    }

    private void assertKept(String sha256) {
        assertThat(register.find(sha256)).isPresent();
        assertThat(store.fetch(sha256)).isNotEmpty();
    }

    private void assertGone(String sha256) {
        assertThat(register.find(sha256)).isEmpty();
        assertThat(sql.sql("SELECT count(*) FROM image WHERE sha256 = ?")
                        .param(sha256)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThatThrownBy(() -> store.fetch(sha256)).isInstanceOf(NoSuchImageException.class);
    }

    @Test
    void picturesGoWithTheLastDatasetThatShowsThem() {
        String shared = stored("shared");
        String alone = stored("alone");
        String stray = stored("stray");
        append(0, shared);
        append(1, alone);
        datasets.create("other", null, null);
        datasets.append("other", new SampleBatch(0, List.of(showing(shared))));
        aDayPasses();
        collect();
        assertKept(shared);
        assertKept(alone);
        assertGone(stray);

        datasets.delete("own");
        collect();
        assertKept(shared);
        assertGone(alone);
        datasets.delete("other");
        collect();
        assertGone(shared);
    }

    @Test
    void aPictureThatAStoredPromptShowsIsKept() {
        String shown = stored("shown");
        String other = stored("other");
        opened(1, 1);
        sql.sql(
                        "UPDATE rollout_group SET prompt = jsonb_build_array(jsonb_build_object('type', 'image', 'ref', ?::text))")
                .param(Images.REFERENCE + shown)
                .update();
        aDayPasses();
        collect();
        assertKept(shown);
        assertGone(other);
    }

    @Test
    void whatAnImportHasJustSentOrAskedForIsSpared() {
        String sent = stored("sent");
        collect();
        assertKept(sent);
        aDayPasses();
        assertThat(register.missing(List.of(sent))).isEmpty();
        collect();
        assertKept(sent);
        aDayPasses();
        stored("sent");
        collect();
        assertKept(sent);
        aDayPasses();
        collect();
        assertGone(sent);
        assertThat(register.missing(List.of(sent))).containsExactly(sent);
    }

    @Test
    void anAppendThatIsUnderWayKeepsItsPictures() {
        String shown = stored("shown");
        aDayPasses();
        transactions.executeWithoutResult(open -> {
            append(0, shown);
            CompletableFuture.runAsync(this::collect).join();
        });
        assertKept(shown);
    }

    @Test
    void aPictureThatIsUsedAgainIsTakenBack() {
        String shown = stored("shown");
        aDayPasses();
        assertThat(register.retire(Duration.ofDays(1))).isEqualTo(1);
        assertThat(register.missing(List.of(shown))).containsExactly(shown);
        assertThatThrownBy(() -> append(0, shown)).isInstanceOf(InvalidRequestException.class);
        stored("shown");
        append(0, shown);
        collect();
        assertKept(shown);
    }

    @Test
    void aDeletionThatFailedIsRepeated() {
        String unused = stored("unused");
        aDayPasses();
        register.retire(Duration.ofDays(1));
        assertThatThrownBy(() -> register.forget(unused, () -> {
                    throw new UncheckedIOException(new IOException("read-only"));
                }))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(register.retired(10)).containsExactly(unused);
        collect();
        assertGone(unused);
    }

    @Test
    void whoeverStoresAPictureWaitsForItsDeletion() {
        String again = stored("again");
        aDayPasses();
        register.retire(Duration.ofDays(1));
        CompletableFuture<?>[] writer = new CompletableFuture<?>[1];
        register.forget(again, () -> {
            writer[0] = CompletableFuture.runAsync(() -> register.register(new ImageRegister.Entry(again, 5, 8, 8)));
            awaitBlocked();
            assertThat(writer[0]).isNotDone();
        });
        writer[0].join();
        assertThat(register.find(again)).isPresent();
    }

    /** Asks in transactions of their own, since one sees only what was going on when it first looked. */
    private void awaitBlocked() {
        Awaitility.await().until(() -> sql.sql("""
                        SELECT count(*) FROM pg_stat_activity
                        WHERE wait_event_type = 'Lock' AND query LIKE '%INTO image%'""").query(Long.class).single() > 0);
    }
}
