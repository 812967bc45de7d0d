package org.geor1.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.jobs.common.Page;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetConflictException;
import org.geor1.jobs.dataset.DatasetStatistics;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.dataset.StoredSample;
import org.geor1.jobs.dataset.UnknownDatasetException;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.run.RunState;
import org.geor1.jobs.run.RunStore;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Contract of stored datasets: samples keep their order and values, a published dataset never changes and is named by what it
 * holds, any sample is found by its number within its split, and a run's dataset outlives the run.
 */
class DatasetStoreTest extends StoreTest {

    private static final String PANORAMA = "1".repeat(64);
    private static final String TILE = "2".repeat(64);

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageRegister images;

    @Autowired
    TransactionTemplate transactions;

    @BeforeEach
    void newDataset() {
        sql.sql("TRUNCATE dataset, image, run_dataset CASCADE").update();
        images.register(new ImageRegister.Entry(PANORAMA, 3000, 64, 32));
        images.register(new ImageRegister.Entry(TILE, 1000, 16, 16));
        datasets.create("cities", "Two cities", "CC BY 4.0");
    }

    private static DatasetSample sample(String id, @Nullable String split) {
        return new DatasetSample(
                id,
                List.of(new DatasetSample.Image("panorama", PANORAMA), new DatasetSample.Image("tile", TILE)),
                new DatasetSample.Place(-22.906847, -43.172896, "Rio 東京", null),
                List.of(
                        new DatasetSample.Turn("user", "<image><image>\u0007 Where?"),
                        new DatasetSample.Turn("assistant", "")),
                "B",
                split,
                Map.of("level", "3"));
    }

    private static DatasetSample bare(String id) {
        return new DatasetSample(id, List.of(), null, List.of(), null, null, Map.of());
    }

    private Dataset append(long position, DatasetSample... samples) {
        return datasets.append("cities", new SampleBatch(position, List.of(samples)));
    }

    @Test
    void samplesKeepTheirOrderAndValues() {
        DatasetSample ordered = new DatasetSample(
                "z",
                List.of(),
                new DatasetSample.Place(0.1 + 0.2, 1e-300, "", "NO"),
                List.of(),
                "",
                null,
                IntStream.range(0, 9)
                        .boxed()
                        .collect(
                                Collectors.toMap(i -> "k" + (9 - i), i -> "v\"" + i, (a, b) -> a, LinkedHashMap::new)));
        assertThat(append(0, sample("a", "train"), ordered, bare("y")).samples())
                .isEqualTo(3);

        List<StoredSample> stored = datasets.samples("cities", null, 10, null).data();
        assertThat(stored).extracting(StoredSample::position).containsExactly(0L, 1L, 2L);
        assertThat(stored).extracting(StoredSample::sample).containsExactly(sample("a", "train"), ordered, bare("y"));
        assertThat(stored.get(1).sample().json().toString())
                .isEqualTo(ordered.json().toString());
    }

    @Test
    void theHashFollowsFromTheSamplesInTheirOrder() throws Exception {
        append(0, sample("a", "train"));
        append(1, bare("b"), sample("c", "test"));
        Dataset dataset = datasets.publish("cities");

        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (DatasetSample sample : List.of(sample("a", "train"), bare("b"), sample("c", "test"))) {
            digest.update((sample.json() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(dataset.contentHash()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(dataset.isReady()).isTrue();
        assertThat(dataset.publishedAt()).isNotNull();
        assertThat(dataset.licence()).isEqualTo("CC BY 4.0");

        datasets.create("other", null, null);
        datasets.append("other", new SampleBatch(0, List.of(bare("b"), sample("a", "train"), sample("c", "test"))));
        assertThat(datasets.publish("other").contentHash()).isNotEqualTo(dataset.contentHash());
        datasets.create("same", null, null);
        datasets.append("same", new SampleBatch(0, List.of(sample("a", "train"), bare("b"), sample("c", "test"))));
        assertThat(datasets.publish("same").contentHash()).isEqualTo(dataset.contentHash());
    }

    @Test
    void statisticsCountWhatIsThere() {
        append(0, sample("a", "train"), bare("b"), sample("c", "test"), sample("d", "train"));
        DatasetStatistics statistics = datasets.publish("cities").statistics();

        assertThat(statistics)
                .isEqualTo(new DatasetStatistics(
                        4,
                        3,
                        Map.of("train", 2L, "test", 1L),
                        Map.of(),
                        Map.of("Rio 東京", 3L),
                        new DatasetStatistics.Images(6, 12_000, 16, 64, 16, 32)));
        datasets.create("empty pictures", null, null);
        datasets.append("empty pictures", new SampleBatch(0, List.of(bare("x"))));
        assertThat(datasets.publish("empty pictures").statistics().images())
                .isEqualTo(new DatasetStatistics.Images(0, 0, 0, 0, 0, 0));
    }

    @Test
    void aPublishedDatasetNeverChanges() {
        append(0, bare("a"));
        Dataset dataset = datasets.publish("cities");
        assertThat(datasets.publish("cities")).isEqualTo(dataset);
        assertThatThrownBy(() -> append(1, bare("b")))
                .isInstanceOf(DatasetConflictException.class)
                .hasMessageContaining("published");
        assertThat(datasets.find("cities")).contains(dataset);
    }

    @Test
    void anEmptyDatasetIsNotPublishedAndANameIsTakenOnce() {
        assertThatThrownBy(() -> datasets.publish("cities"))
                .isInstanceOf(DatasetConflictException.class)
                .hasMessageContaining("no sample");
        assertThatThrownBy(() -> datasets.create("cities", null, null)).isInstanceOf(DatasetConflictException.class);
        assertThatThrownBy(() -> datasets.publish("atlantis")).isInstanceOf(UnknownDatasetException.class);
        assertThatThrownBy(() -> datasets.samples("atlantis", null, 1, null))
                .isInstanceOf(UnknownDatasetException.class);
    }

    @Test
    void aBatchIsTakenWholeOrNotAtAll() {
        append(0, bare("a"));
        String unknown = "3".repeat(64);
        DatasetSample unseen = new DatasetSample(
                "new",
                List.of(new DatasetSample.Image("photo", TILE), new DatasetSample.Image("photo", unknown)),
                null,
                List.of(),
                null,
                null,
                Map.of());

        assertThatThrownBy(() -> append(1, bare("b"), bare("a"), bare("b"), unseen))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.errors())
                                .satisfiesExactly(
                                        error -> assertThat(error.field() + " " + error.message())
                                                .isEqualTo("samples[1].id is 'a', as of a sample before it"),
                                        error -> assertThat(error.field() + " " + error.message())
                                                .isEqualTo("samples[2].id is 'b', as of a sample before it"),
                                        error -> assertThat(error.field() + " " + error.message())
                                                .startsWith("samples[3].images[1].sha256 names " + unknown)));
        assertThat(datasets.find("cities").orElseThrow().samples()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM dataset_sample")).isEqualTo(1);
    }

    @Test
    void aBatchThatArrivesTwiceIsTakenOnce() {
        append(0, bare("a"), bare("b"));
        assertThatThrownBy(() -> append(0, bare("a"), bare("b")))
                .isInstanceOf(DatasetConflictException.class)
                .hasMessageContaining("position 2");
        assertThatThrownBy(() -> append(3, bare("d"))).isInstanceOf(DatasetConflictException.class);
    }

    @Test
    void writersAtTheSameTimeLeaveNoGaps() {
        List<Future<?>> writers = IntStream.range(0, 4)
                .<Future<?>>mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int k = 0; k < 10; k++) {
                        retry(bare("w" + writer + "-" + k));
                    }
                }))
                .toList();
        assertThat(writers).allSatisfy(writer -> assertThat(writer).succeedsWithin(Duration.ofMinutes(1)));
        List<StoredSample> all = datasets.samples("cities", null, 100, null).data();
        assertThat(all)
                .extracting(StoredSample::position)
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).asLongStream().boxed().toList());
        assertThat(all)
                .extracting(StoredSample::splitIndex)
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).asLongStream().boxed().toList());
    }

    private void retry(DatasetSample sample) {
        while (true) {
            try {
                append(datasets.find("cities").orElseThrow().samples(), sample);
                return;
            } catch (DatasetConflictException another) {
                // Another writer was faster.
            }
        }
    }

    @Test
    void anySampleOfASplitIsFoundByItsNumber() {
        append(0, sample("a", "train"), sample("b", "test"), bare("c"));
        append(3, sample("d", "train"), bare("e"));

        assertThat(datasets.find("cities").orElseThrow().splits()).isEqualTo(Map.of("train", 2L, "test", 1L, "", 2L));
        assertThat(datasets.sample("cities", "train", 1).orElseThrow().sample().id())
                .isEqualTo("d");
        assertThat(datasets.sample("cities", "", 1).orElseThrow().position()).isEqualTo(4);
        assertThat(datasets.sample("cities", "train", 2)).isEmpty();
        assertThat(datasets.sample("cities", "dev", 0)).isEmpty();
        assertThat(ids(after -> datasets.samples("cities", "train", 1, after))).containsExactly("a", "d");
        assertThat(ids(after -> datasets.samples("cities", null, 2, after))).containsExactly("a", "b", "c", "d", "e");
        assertThatThrownBy(() -> datasets.samples("cities", null, 2, "x")).isInstanceOf(InvalidRequestException.class);
    }

    private static List<String> ids(Function<@Nullable String, Page<StoredSample>> pages) {
        List<String> ids = new ArrayList<>();
        Page<StoredSample> page = pages.apply(null);
        while (true) {
            page.data().forEach(stored -> ids.add(stored.sample().id()));
            if (!page.hasMore()) {
                return ids;
            }
            page = pages.apply(page.nextCursor());
        }
    }

    @Test
    void thereAreAtMostAHundredSplits() {
        DatasetSample[] many = IntStream.range(0, 101)
                .mapToObj(i -> sample("s" + i, "split" + i))
                .toArray(DatasetSample[]::new);
        assertThatThrownBy(() -> append(0, many))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("100 different splits");
    }

    @Test
    void aRunsDatasetIsRecordedAndStaysUntilTheRunIsOver() {
        append(0, bare("a"));
        RunStore.OwnedRun run = adopted();
        String id = run.run().id();
        assertThatThrownBy(() -> use(id, "cities"))
                .isInstanceOf(DatasetConflictException.class)
                .hasMessageContaining("still importing");
        Dataset dataset = datasets.publish("cities");
        use(id, "cities");
        assertThat(datasets.users(dataset, 10)).containsExactly(id);
        assertThatThrownBy(() -> datasets.delete("cities"))
                .isInstanceOf(DatasetConflictException.class)
                .hasMessageContaining(id);

        runs.finish(run.lease(), RunState.SUCCEEDED, null, null);
        datasets.delete("cities");
        assertThat(datasets.find("cities")).isEmpty();
        assertThat(count("SELECT count(*) FROM dataset_sample")).isZero();
        assertThat(sql.sql("SELECT content_hash FROM run_dataset WHERE run_id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .isEqualTo(dataset.contentHash());

        // One of the same name with other content is another dataset.
        datasets.create("cities", null, null);
        append(0, bare("b"));
        assertThat(datasets.users(datasets.publish("cities"), 10)).isEmpty();
    }

    private void use(String run, String name) {
        transactions.executeWithoutResult(status -> datasets.use(run, name));
    }

    @Test
    void datasetsAreListedByName() {
        datasets.create("b", null, null);
        datasets.create("a", null, null);
        Page<Dataset> first = datasets.list(2, null);
        assertThat(first.data()).extracting(Dataset::name).containsExactly("a", "b");
        assertThat(datasets.list(2, first.nextCursor()).data())
                .extracting(Dataset::name)
                .containsExactly("cities");
    }

    /** Rows of a hundred thousand samples take some 100 MB; the store holds a thousand of them at a time. */
    @Test
    void aLargeDatasetIsReadThroughInLittleMemoryAndByIndex() {
        int batches = 200;
        for (int batch = 0; batch < batches; batch++) {
            List<DatasetSample> samples = new ArrayList<>();
            for (int i = 0; i < SampleBatch.MAX_SAMPLES; i++) {
                samples.add(sample("sample " + batch + "/" + i, i % 10 == 0 ? "test" : "train"));
            }
            datasets.append("cities", new SampleBatch((long) batch * SampleBatch.MAX_SAMPLES, samples));
        }
        long before = used();
        CompletableFuture<Dataset> publishing = CompletableFuture.supplyAsync(() -> datasets.publish("cities"));
        long most = 0;
        do {
            most = Math.max(most, used());
        } while (!ends(publishing));
        assertThat(publishing.join().samples()).isEqualTo(100_000);
        assertThat(most - before).as("bytes of heap while it is read").isLessThan(30_000_000);

        assertThat(datasets.sample("cities", "test", 9_999).orElseThrow().position())
                .isEqualTo(99_990);
        sql.sql("ANALYZE dataset_sample").update();
        assertThat(plan("position > 90000 ORDER BY position LIMIT 50"))
                .contains("Index Scan")
                .doesNotContain("Sort");
        assertThat(plan("split = 'test' AND split_index = 9999")).contains("Index Scan");
        assertThat(plan("split = 'test' AND split_index > 9000 ORDER BY split_index LIMIT 50"))
                .contains("Index Scan")
                .doesNotContain("Sort");
    }

    /** Waits a little: collecting garbage all the time would leave no time for reading. */
    private static boolean ends(CompletableFuture<?> work) {
        try {
            work.get(400, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private String plan(String condition) {
        return String.join(
                "\n",
                sql.sql("EXPLAIN SELECT truth FROM dataset_sample WHERE dataset_id = (SELECT id FROM dataset) AND "
                                + condition)
                        .query(String.class)
                        .list());
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static DatasetSample shown(String id, @Nullable String split, String... roleAndHash) {
        List<DatasetSample.Image> shown = IntStream.range(0, roleAndHash.length / 2)
                .mapToObj(i -> new DatasetSample.Image(roleAndHash[2 * i], roleAndHash[2 * i + 1]))
                .toList();
        return new DatasetSample(
                id, shown, new DatasetSample.Place(1.0, 2.0, null, null), List.of(), null, split, Map.of());
    }

    /** A picture in two samples would be in both halves of what is split later. */
    @Test
    void samplesThatCanBeLocatedAreCountedOnceForEachPicture() {
        DatasetSample named = new DatasetSample(
                "named",
                List.of(new DatasetSample.Image("photo", TILE)),
                new DatasetSample.Place(null, null, "Rio", null),
                List.of(),
                null,
                "test",
                Map.of());
        append(
                0,
                shown("train", "train", "photo", PANORAMA),
                shown("none", "test"),
                named,
                shown("first", "test", "tile", TILE, "photo", PANORAMA),
                shown("again", "test", "panorama", PANORAMA, "tile", TILE),
                shown("tile", "testing", "tile", TILE, "tile", PANORAMA));

        assertThat(datasets.located("cities", List.of("test"))).containsExactly(3);
        assertThat(datasets.located("cities", List.of("test", "testing"))).containsExactly(3, 5);
        assertThat(datasets.located("cities", List.of("train"))).containsExactly(0);
        assertThat(datasets.sample("cities", 5).map(stored -> stored.sample().id()))
                .contains("tile");
        assertThat(datasets.sample("cities", 6)).isEmpty();
    }
}
