package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.sql.DataSource;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.Use;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Question;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.SampleBatch;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.DatasetShare;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.trainer.source.TrainerSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: a run draws pairing questions from the places of a stored dataset that has none of its own, by the rules of {@code
 * data pairs}; the same ones for the same seed, of the split that its purpose asks for and of no other; and it reads places page
 * by page and the pictures' names of one question at a time.
 */
@Import(StoredPlacesTest.Counting.class)
class StoredPlacesTest extends TrainerFixture {

    private static final int K = 4;

    /** About 220 m of latitude, and so farther apart than places of one question must be. */
    private static final double STEP = 0.002;

    private static final AtomicLong READS = new AtomicLong();

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageRegister register;

    @Autowired
    ImageStore images;

    /** Counts the statements that read samples. */
    @TestConfiguration(proxyBeanMethods = false)
    static class Counting {
        @Bean
        static BeanPostProcessor counting() {
            return new BeanPostProcessor() {
                @Override
                public Object postProcessAfterInitialization(Object bean, String name) {
                    return bean instanceof DataSource source ? new CountingSource(source) : bean;
                }
            };
        }
    }

    private static final class CountingSource extends DelegatingDataSource {
        CountingSource(DataSource source) {
            super(source);
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")
                                && String.valueOf(arguments[0]).contains("FROM dataset_sample")) {
                            READS.incrementAndGet();
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    });
        }
    }

    /** A place at so many steps north of a city's southern end. */
    private static DatasetSample place(int number, @Nullable String city, double steps, @Nullable String split) {
        return place(number, city, steps, split, true);
    }

    private static DatasetSample place(
            int number, @Nullable String city, double steps, @Nullable String split, boolean panorama) {
        List<DatasetSample.Image> images = new ArrayList<>();
        images.add(new DatasetSample.Image("tile", sha256(2L * number)));
        if (panorama) {
            images.add(new DatasetSample.Image("panorama", sha256(2L * number + 1)));
        }
        return new DatasetSample(
                "place-" + number,
                images,
                new DatasetSample.Place(
                        -60 + steps * STEP,
                        city == null ? 0 : (double) Math.floorMod(city.hashCode(), 179),
                        city,
                        "NO"),
                List.of(),
                null,
                split,
                Map.of());
    }

    private static String sha256(long number) {
        Random random = new Random(number);
        return "%016x%016x%016x%016x"
                .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private void publish(String name, List<DatasetSample> samples) {
        datasets.create(name, null, null);
        for (int from = 0; from < samples.size(); from += SampleBatch.MAX_SAMPLES) {
            List<DatasetSample> batch = samples.subList(from, Math.min(samples.size(), from + SampleBatch.MAX_SAMPLES));
            batch.stream()
                    .flatMap(sample -> sample.images().stream())
                    .forEach(image -> register.register(new ImageRegister.Entry(image.sha256(), 100, 84, 84)));
            datasets.append(name, new SampleBatch(from, batch));
        }
        datasets.publish(name);
    }

    private TrainerSources sources() {
        return new TrainerSources(datasets, sha256 -> {
            throw new IllegalStateException("no question needs the pixels of a picture");
        });
    }

    private TaskItems questions(String dataset, Use use, ConfuserMode confusers, long seed) {
        return sources().tasks(dataset).pairing().questions(use, K, confusers, seed);
    }

    private static List<TaskItem> first(TaskItems items, int count) {
        return LongStream.range(0, count).mapToObj(items::get).toList();
    }

    /** Two cities, whose northern ends are held out. */
    private static List<DatasetSample> cities() {
        List<DatasetSample> places = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String split = i < 20 ? "train" : i < 40 ? "dev" : "test";
            places.add(place(i, "Oslo", 2 * i, split));
            places.add(place(100 + i, "Moss", 2 * i, split, i % 3 > 0));
        }
        Collections.shuffle(places, new Random(1));
        return places;
    }

    private static Map<String, DatasetSample> byTile(List<DatasetSample> samples) {
        return samples.stream()
                .collect(Collectors.toMap(
                        sample -> Images.REFERENCE + sample.images().get(0).sha256(), sample -> sample));
    }

    @Test
    void questionsKeepTheRulesAndTheSplits() {
        List<DatasetSample> all = cities();
        publish("cities", all);
        Map<String, DatasetSample> byTile = byTile(all);
        Map<Use, String> splits =
                Map.of(Use.SCAFFOLDING, "train", Use.ELEVATING, "train", Use.DEVELOPMENT, "dev", Use.TEST, "test");
        splits.forEach((use, split) -> {
            for (ConfuserMode confusers : ConfuserMode.values()) {
                TaskItems items = questions("cities", use, confusers, 7);
                List<TaskItem> drawn = first(items, 40);
                drawn.forEach(item -> check(item, byTile, split, confusers));
                assertThat(items.distinct())
                        .isEqualTo(all.stream()
                                .filter(sample -> split.equals(sample.split()))
                                .filter(sample -> sample.images().size() == 2)
                                .count());
                for (int block = 0; block < 40; block += K) {
                    assertThat(drawn.subList(block, block + K).stream().map(TaskItem::answer))
                            .containsExactlyInAnyOrder("A", "B", "C", "D");
                }
            }
        });
    }

    private static void check(TaskItem item, Map<String, DatasetSample> byTile, String split, ConfuserMode confusers) {
        assertThat(item.question()).isEqualTo(new Question.Pairing(K));
        assertThat(item.images()).hasSize(K + 1);
        assertThat(item.images().get(0).role()).isEqualTo(ImageRole.PANORAMA);
        List<DatasetSample> shown = item.images().stream()
                .skip(1)
                .map(image -> byTile.get(image.ref()))
                .toList();
        DatasetSample truth = shown.get(item.answer().charAt(0) - 'A');
        assertThat(item.images().get(0).ref())
                .isEqualTo(Images.REFERENCE + truth.images().get(1).sha256());
        assertThat(item.place()).isNotNull().extracting("id").isEqualTo(truth.id());
        Set<String> cities = new HashSet<>();
        for (DatasetSample sample : shown) {
            assertThat(sample.split()).isEqualTo(split);
            cities.add(String.valueOf(where(sample).city()));
            shown.stream()
                    .filter(other -> other != sample)
                    .forEach(other -> assertThat(point(sample).distanceMetres(point(other)))
                            .isGreaterThanOrEqualTo(200));
        }
        if (confusers == ConfuserMode.SAME_CITY) {
            assertThat(cities).hasSize(1);
        }
    }

    private static DatasetSample.Place where(DatasetSample sample) {
        assertThat(sample.place()).isNotNull();
        return Objects.requireNonNull(sample.place());
    }

    private static GeoPoint point(DatasetSample sample) {
        DatasetSample.Place place = where(sample);
        assertThat(place.latitude()).isNotNull();
        return new GeoPoint(Objects.requireNonNull(place.latitude()), Objects.requireNonNull(place.longitude()));
    }

    @Test
    void aQuestionFollowsFromSeedAndNumber() {
        publish("seeded", cities());
        List<TaskItem> drawn = first(questions("seeded", Use.ELEVATING, ConfuserMode.SAME_CITY, 7), 90);
        TaskItems again = questions("seeded", Use.ELEVATING, ConfuserMode.SAME_CITY, 7);
        for (int index : new int[] {89, 3, 40, 0}) {
            assertThat(again.get(index)).isEqualTo(drawn.get(index));
        }
        assertThat(first(questions("seeded", Use.ELEVATING, ConfuserMode.SAME_CITY, 8), 90))
                .isNotEqualTo(drawn);
    }

    @Test
    void aRunIsAskedInItsStyleAndAMixtureTakesPlacesToo() throws IOException {
        List<DatasetSample> places = new ArrayList<>();
        for (DatasetSample place : cities()) {
            places.add(drawn(place));
        }
        publish("asked", places);
        Run run = finished(runs.create(spec("'dataset':'asked'")).id());
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        Run mixed = finished(runs.create(spec("'datasets':[{'name':'asked'},{'name':'mini-earth'}]"))
                .id());
        assertThat(mixed.state()).as(mixed.error()).isEqualTo(RunState.SUCCEEDED);
        List<Integer> stored = new ArrayList<>();
        for (Run each : List.of(run, mixed)) {
            stored.add((int) IntStream.rangeClosed(1, 2)
                    .boxed()
                    .flatMap(step -> rollouts.groups(each.id(), step).stream())
                    .peek(group -> assertThat(group.prompt().stream().filter(PromptPart.Image.class::isInstance))
                            .hasSize(K + 1))
                    .filter(group -> group.prompt().stream()
                            .anyMatch(part -> part instanceof PromptPart.Image image
                                    && image.ref().startsWith(Images.REFERENCE)))
                    .peek(group -> {
                        assertThat(group.truth().answer()).matches("[A-D]");
                        assertThat(group.truth().city()).isIn("Oslo", "Moss");
                    })
                    .count());
        }
        assertThat(stored).containsExactly(4, 2);
    }

    /** The place with pictures that are there. */
    private DatasetSample drawn(DatasetSample place) throws IOException {
        List<DatasetSample.Image> shown = new ArrayList<>();
        for (DatasetSample.Image image : place.images()) {
            BufferedImage picture = new BufferedImage(56, 28, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(3, 3, image.sha256().hashCode());
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", file);
            shown.add(new DatasetSample.Image(image.role(), images.put(file.toByteArray())));
        }
        return new DatasetSample(
                place.id(), shown, place.place(), place.turns(), place.truth(), place.split(), place.metadata());
    }

    private static RunSpec spec(String data) {
        return RunSpecReader.read(JsonMapper.shared()
                .readTree(("{'model':'nano-base','prompt_style':'nano'," + data + ",'method':{'type':'grpo','grpo':"
                                + "{'max_steps':2,'prompts_per_step':2,'group_size':2,'candidates':" + K + "}}}")
                        .replace('\'', '"')));
    }

    @Test
    void maxSamplesTakesTheFirstPlacesForTraining() {
        List<DatasetSample> all = cities();
        publish("limited", all);
        Set<String> few = new HashSet<>(all.stream()
                .filter(sample -> "train".equals(sample.split()))
                .limit(25)
                .map(DatasetSample::id)
                .toList());
        TaskItems items = sources()
                .tasks(List.of(new DatasetShare("limited", 1, 25)), PromptStyles.named("nano"))
                .pairing()
                .questions(Use.ELEVATING, K, ConfuserMode.GLOBAL, 7);
        Map<String, DatasetSample> byTile = byTile(all);
        assertThat(first(items, 60).stream()
                        .flatMap(item -> item.images().stream().skip(1))
                        .map(image ->
                                Objects.requireNonNull(byTile.get(image.ref())).id())
                        .distinct())
                .containsExactlyInAnyOrderElementsOf(few);
    }

    @Test
    void aDatasetWithoutSplitsIsUsedWhole() {
        publish(
                "whole",
                IntStream.range(0, 30)
                        .mapToObj(i -> place(i, "Oslo", 2 * i, null))
                        .toList());
        for (Use use : List.of(Use.ELEVATING, Use.TEST)) {
            assertThat(questions("whole", use, ConfuserMode.SAME_CITY, 7).distinct())
                    .isEqualTo(30);
        }
    }

    @Test
    void tooFewPlacesNameTheSettingAndTheRemedy() {
        List<DatasetSample> places = new ArrayList<>(cities());
        places.add(place(500, "Lillesand", 0, "train"));
        publish("lonely", places);
        assertThatThrownBy(() -> questions("lonely", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("dataset 'lonely' gives no questions of 4 candidates")
                .hasMessageContaining("Lillesand, NO (split train) has 1 place")
                .hasMessageContaining("it needs 4. Set 'candidates' lower or 'confusers' to anywhere");
        assertThat(questions("lonely", Use.ELEVATING, ConfuserMode.GLOBAL, 7).distinct())
                .isPositive();
        Run run = finished(runs.create(spec("'dataset':'lonely'")).id());
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.error()).contains("Lillesand", "Set 'candidates' lower");
        publish(
                "crowded",
                IntStream.range(0, 30)
                        .mapToObj(i -> place(i, "Oslo", i / 100.0, null))
                        .toList());
        assertThatThrownBy(() -> questions("crowded", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .hasMessageContainingAll("Oslo, NO has 1 place", "at least 200 m apart", "'candidates'");
        publish(
                "nameless",
                IntStream.range(0, 30)
                        .mapToObj(i -> place(i, null, 2 * i, null))
                        .toList());
        assertThatThrownBy(() -> questions("nameless", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .hasMessageContainingAll("places have no city (30 of them)", "'confusers' to anywhere");
    }

    @Test
    void whatIsNoPlaceOrIsHeldOutTooIsNamed() {
        List<DatasetSample> places = new ArrayList<>(cities());
        DatasetSample whole = place(500, "Oslo", 60, "train");
        places.add(new DatasetSample(whole.id(), whole.images(), null, List.of(), null, "train", Map.of()));
        publish("nowhere", places);
        assertThatThrownBy(() -> questions("nowhere", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .hasMessageContaining("sample 'place-500' of dataset 'nowhere' has a tile and no position")
                .hasMessageContaining("place.latitude");
        places.set(
                places.size() - 1,
                new DatasetSample(
                        whole.id(), whole.images().subList(1, 2), whole.place(), List.of(), null, "train", Map.of()));
        publish("tileless", places);
        assertThatThrownBy(() -> questions("tileless", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .hasMessageContaining("sample 'place-500' of dataset 'tileless' is no place");
        // A few metres from a place of the test.
        places.set(places.size() - 1, place(500, "Oslo", 2 * 45 + 0.1, "train"));
        publish("leaking", places);
        assertThatThrownBy(() -> questions("leaking", Use.ELEVATING, ConfuserMode.SAME_CITY, 7))
                .hasMessageContaining("'place-500' (train)")
                .hasMessageContaining("'place-45' (test)")
                .hasMessageContaining("--split-shares");
        assertThat(questions("leaking", Use.TEST, ConfuserMode.SAME_CITY, 7).distinct())
                .isPositive();
    }

    @Test
    void placesAreReadPageByPageAndThePicturesOfAQuestionWhenItIsDrawn() {
        int cities = 20;
        int each = 500;
        publish(
                "large",
                IntStream.range(0, cities * each)
                        .mapToObj(i -> place(i, "city " + i % cities, 2.0 * (i / cities), null))
                        .toList());
        READS.set(0);
        TaskItems items = questions("large", Use.ELEVATING, ConfuserMode.SAME_CITY, 7);
        assertThat(items.distinct()).isEqualTo(cities * each);
        // A look at the first sample, and 500 on a page.
        assertThat(READS).hasValue(1 + cities * each / 500);
        READS.set(0);
        assertThat(first(items, 50).stream().map(TaskItem::id).distinct()).hasSize(50);
        assertThat(READS).hasValue(50L * K);
        assertThat(Stream.of(items.get(9_999)).map(TaskItem::place)).doesNotContainNull();
    }
}
