package org.geor1.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.geor1.geo.source.Use;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Exemplar;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.TaskItems;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.ImageRegister;
import org.geor1.jobs.image.ImageStore;
import org.geor1.jobs.image.Images;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.jobs.run.Run;
import org.geor1.jobs.run.RunState;
import org.geor1.protocol.dataset.DatasetSample;
import org.geor1.protocol.dataset.DatasetSample.Place;
import org.geor1.protocol.dataset.DatasetSample.Turn;
import org.geor1.protocol.dataset.SampleBatch;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.protocol.run.DatasetShare;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.rl.sft.SftExample;
import org.geor1.trainer.source.RunTasks;
import org.geor1.trainer.source.TrainerSources;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/**
 * Contract: a run takes the questions, pictures and truths of the stored dataset that it names and of no other, each sample once
 * before any twice, from the split that its purpose asks for.
 */
class StoredDatasetsTest extends TrainerFixture {

    private static final int TRAIN = 6;

    private static final String GRPO = "{'type':'grpo','grpo':{'max_steps':4,'prompts_per_step':3,'group_size':2}}";
    private static final String SFT = "{'type':'sft','sft':{'max_steps':4,'batch_size':3}}";

    @Autowired
    DatasetStore datasets;

    @Autowired
    ImageStore images;

    @Autowired
    ImageRegister register;

    /** As many samples as given, with a picture of its own each. */
    private List<DatasetSample> samples(@Nullable String split, int count, String answer) throws IOException {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = split + "-" + i;
            samples.add(new DatasetSample(
                    id,
                    List.of(new DatasetSample.Image("photo", picture(id.hashCode()))),
                    new Place(48.1, 11.5 + i, "Munich", null),
                    List.of(new Turn("user", "<image>Where is " + id + "?"), new Turn("assistant", answer)),
                    String.valueOf((char) ('A' + i)),
                    split,
                    Map.of()));
        }
        return samples;
    }

    private String picture(int colour) throws IOException {
        BufferedImage image = new BufferedImage(56, 28, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, colour);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(image, "png", file);
        String sha256 = images.put(file.toByteArray());
        register.register(new ImageRegister.Entry(sha256, file.size(), 56, 28));
        return sha256;
    }

    private void publish(String name, List<DatasetSample> samples) {
        datasets.create(name, null, null);
        datasets.append(name, new SampleBatch(0, samples));
        datasets.publish(name);
    }

    private Run run(String dataset, String method) {
        return finished(runs.create(spec("'dataset':'" + dataset + "'", method)).id());
    }

    private Run mixed(String datasets, String method) {
        return finished(runs.create(spec("'datasets':" + datasets, method)).id());
    }

    private long timesAdopted(Run run) {
        return sql.sql("SELECT owner_epoch FROM run WHERE id = :id")
                .param("id", run.id())
                .query(Long.class)
                .single();
    }

    private static RunSpec spec(String data, String method) {
        return RunSpecReader.read(JsonMapper.shared()
                .readTree(("{'model':'nano-base','prompt_style':'nano'," + data + ",'method':" + method + "}")
                        .replace('\'', '"')));
    }

    private List<RolloutGroup> groups(Run run, int steps) {
        return IntStream.rangeClosed(1, steps)
                .boxed()
                .flatMap(step -> rollouts.groups(run.id(), step).stream())
                .toList();
    }

    private static String asked(RolloutGroup group) {
        return ((PromptPart.Text) group.prompt().get(1)).text().replaceAll(".*Where is (.*)\\?.*", "$1");
    }

    @Test
    void questionsPicturesAndTruthsAreTheDatasets() throws IOException {
        List<DatasetSample> all = new ArrayList<>(samples("train", TRAIN, "x"));
        all.addAll(samples("test", 4, "x"));
        publish("mixed", all);
        Run run = run("mixed", GRPO);
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        List<RolloutGroup> asked = groups(run, 4);
        assertThat(asked).hasSize(2 * TRAIN);
        for (List<RolloutGroup> round : List.of(asked.subList(0, TRAIN), asked.subList(TRAIN, 2 * TRAIN))) {
            assertThat(round.stream().map(StoredDatasetsTest::asked))
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .map(DatasetSample::id)
                            .filter(id -> id.startsWith("train"))
                            .toList());
        }
        for (RolloutGroup group : asked) {
            DatasetSample sample = all.stream()
                    .filter(one -> one.id().equals(asked(group)))
                    .findFirst()
                    .orElseThrow();
            assertThat(((PromptPart.Image) group.prompt().get(0)).ref())
                    .isEqualTo(Images.REFERENCE + sample.images().get(0).sha256());
            assertThat(group.truth().answer()).isEqualTo(sample.truth());
            assertThat(group.truth().city()).isEqualTo("Munich");
            assertThat(group.truth().country()).isNull();
            assertThat(group.truth().lon())
                    .isEqualTo(sample.place() == null ? null : sample.place().longitude());
        }
    }

    @Test
    void exemplarsAreImitatedWithTheirOwnPictures() throws IOException {
        publish("told", samples(null, TRAIN, "<think>a sign</think><answer>Munich</answer>"));
        Run run = run("told", SFT);
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        List<SftExample> last = sessions.learned.get();
        assertThat(last).hasSize(3).allSatisfy(example -> {
            assertThat(example.completion()).isEqualTo("<think>a sign</think><answer>Munich</answer>");
            assertThat(example.prompt().images()).hasSize(1);
            assertThat(example.prompt().images().get(0).getWidth()).isEqualTo(56);
        });
        Set<Integer> colours = new HashSet<>();
        last.forEach(example -> colours.add(example.prompt().images().get(0).getRGB(3, 3)));
        assertThat(colours).hasSize(3);
    }

    @Test
    void evaluationAsksTheTestSplit() throws IOException {
        List<DatasetSample> all = new ArrayList<>(samples("train", TRAIN, "x"));
        all.addAll(samples("test", 4, "x"));
        publish("tested", all);
        Run run = run("tested", "{'type':'eval','eval':{'questions':4,'blank_images':true}}");
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(groups(run, 1)).hasSize(4).allSatisfy(group -> {
            assertThat(asked(group)).startsWith("test");
            assertThat(((PromptPart.Image) group.prompt().get(0)).ref()).isEqualTo("blank:56x28");
        });
    }

    @Test
    void largeDatasetsAreDrawnWholeBeforeAnySampleIsDrawnAgain() {
        int count = 4500;
        for (int first = 0; first < count; first += SampleBatch.MAX_SAMPLES) {
            if (first == 0) {
                datasets.create("large", null, null);
            }
            datasets.append(
                    "large",
                    new SampleBatch(
                            first,
                            IntStream.range(first, first + SampleBatch.MAX_SAMPLES)
                                    .mapToObj(StoredDatasetsTest::bare)
                                    .toList()));
        }
        datasets.publish("large");
        SourceTasks tasks = new TrainerSources(datasets, images::fetch).tasks("large");
        TaskItems questions = tasks.pairing().questions(Use.ELEVATING, 5, ConfuserMode.SAME_CITY, 7);
        assertThat(questions.distinct()).isEqualTo(count);
        for (long round = 0; round < 2; round++) {
            assertThat(LongStream.range(round * count, (round + 1) * count)
                            .mapToObj(index -> questions.get(index).id())
                            .distinct())
                    .hasSize(count);
        }
        assertThat(tasks.reasoning().exemplars(Use.SCAFFOLDING, 7, 100_000)).hasSize(100_000);
        assertThat(tasks.reasoning().exemplars(Use.SCAFFOLDING, 7, 9)).hasSize(9);
    }

    /** The rule of a sampler that is seeded once and shuffles before each epoch; a batch follows from its step alone. */
    @Test
    void eachEpochOfSftHasEachExemplarOnceInAnOrderOfItsOwn() {
        int count = 40;
        datasets.create("shuffled", null, null);
        datasets.append(
                "shuffled",
                new SampleBatch(
                        0,
                        IntStream.range(0, count)
                                .mapToObj(number -> told(number))
                                .toList()));
        datasets.publish("shuffled");
        List<List<String>> epochs = epochs("shuffled", 7, count);
        assertThat(epochs)
                .doesNotHaveDuplicates()
                .allSatisfy(epoch -> assertThat(epoch).hasSize(count).doesNotHaveDuplicates());
        assertThat(epochs("shuffled", 7, count)).isEqualTo(epochs);
        assertThat(epochs("shuffled", 8, count)).doesNotContainAnyElementsOf(epochs);
        // A run that resumes in the middle, and is longer by now, reads the same from there.
        List<Exemplar> resumed = exemplars("shuffled", 7, 5 * count);
        assertThat(resumed.get(2 * count + 3).completion())
                .isEqualTo(epochs.get(2).get(3));
    }

    private List<List<String>> epochs(String dataset, long seed, int count) {
        List<Exemplar> exemplars = exemplars(dataset, seed, 3 * count);
        return IntStream.range(0, 3)
                .mapToObj(epoch -> exemplars.subList(epoch * count, (epoch + 1) * count).stream()
                        .map(Exemplar::completion)
                        .toList())
                .toList();
    }

    /** Alone and in a mixture of one, which have to be the same. */
    private List<Exemplar> exemplars(String dataset, long seed, int count) {
        TrainerSources sources = new TrainerSources(datasets, images::fetch);
        List<Exemplar> alone = sources.tasks(dataset).reasoning().exemplars(Use.SCAFFOLDING, seed, count);
        assertThat(sources.tasks(List.of(new DatasetShare(dataset)), PromptStyles.named("nano"))
                        .reasoning()
                        .exemplars(Use.SCAFFOLDING, seed, count))
                .isEqualTo(alone);
        return alone;
    }

    private static DatasetSample told(int number) {
        return new DatasetSample(
                "t" + number,
                List.of(),
                null,
                List.of(new Turn("user", "?"), new Turn("assistant", "answer " + number)),
                null,
                "train",
                Map.of());
    }

    @Test
    void anSftRunThatWasKilledInItsSecondEpochEndsAsOneThatWasNot() throws IOException {
        publish("killed", samples("train", TRAIN, "<think>a sign</think><answer>Munich</answer>"));
        String method = "{'type':'sft','sft':{'max_steps':6,'batch_size':2}}";
        Run whole = run("killed", method);
        assertThat(whole.state()).as(whole.error()).isEqualTo(RunState.SUCCEEDED);
        List<SftExample> last = sessions.learned.get();
        breakAt(5);
        Run broken = run("killed", method);
        assertThat(broken.state()).as(broken.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sessions.learned.get())
                .extracting(example -> example.prompt().images().get(0).getRGB(3, 3))
                .isEqualTo(last.stream()
                        .map(example -> example.prompt().images().get(0).getRGB(3, 3))
                        .toList());
        assertThat(checkpoints.list(broken.id()).get(0).policyArtifact())
                .isEqualTo(checkpoints.list(whole.id()).get(0).policyArtifact());
    }

    @Test
    void aMixtureAsksInProportionAndEachSampleOnceBeforeAnyTwice() throws IOException {
        publish("many", samples("train", TRAIN, "x"));
        publish("rare", samples(null, 3, "x"));
        String mixture = "{'type':'grpo','grpo':{'max_steps':4,'prompts_per_step':4,'group_size':2}}";
        Run run = mixed("[{'name':'many','weight':3,'max_samples':4},{'name':'rare','max_samples':9}]", mixture);
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        for (int step = 1; step <= 4; step++) {
            assertThat(rollouts.groups(run.id(), step).stream()
                            .filter(group -> asked(group).startsWith("train")))
                    .hasSize(3);
        }
        List<String> asked =
                groups(run, 4).stream().map(StoredDatasetsTest::asked).toList();
        List<String> ofMany =
                asked.stream().filter(id -> id.startsWith("train")).toList();
        assertThat(ofMany.subList(0, 4)).containsExactlyInAnyOrder("train-0", "train-1", "train-2", "train-3");
        assertThat(ofMany.subList(4, 8)).containsExactlyInAnyOrder("train-0", "train-1", "train-2", "train-3");
        assertThat(asked.stream().filter(id -> id.startsWith("null")).limit(3))
                .containsExactlyInAnyOrder("null-0", "null-1", "null-2");
        assertThat(mixed("[{'name':'many','weight':3,'max_samples':4},{'name':'rare'}]", mixture))
                .extracting(again ->
                        groups(again, 4).stream().map(StoredDatasetsTest::asked).toList())
                .isEqualTo(asked);
    }

    @Test
    void aMixtureThatWasKilledAsksAndLearnsWhatItWouldHave() throws IOException {
        publish("left", samples("train", TRAIN, "x"));
        publish("right", samples(null, 5, "x"));
        String mixture = "[{'name':'left','weight':2},{'name':'right'},{'name':'mini-earth','weight':0.5}]";
        String method = "{'type':'grpo','grpo':{'max_steps':6,'prompts_per_step':3,'group_size':2}}";
        Run whole = mixed(mixture, method);
        assertThat(whole.state()).as(whole.error()).isEqualTo(RunState.SUCCEEDED);
        breakAt(4);
        Run broken = mixed(mixture, method);
        assertThat(broken.state()).as(broken.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(timesAdopted(broken)).isEqualTo(timesAdopted(whole) + 1);
        assertThat(groups(broken, 6))
                .extracting(RolloutGroup::prompt)
                .isEqualTo(groups(whole, 6).stream().map(RolloutGroup::prompt).toList());
        assertThat(checkpoints.list(broken.id()).get(0).policyArtifact())
                .isEqualTo(checkpoints.list(whole.id()).get(0).policyArtifact());
    }

    @Test
    void exemplarsAreMixedWithThoseOfTheBuiltInDataset() throws IOException {
        publish("own", samples("train", TRAIN, "<think>a sign</think><answer>Munich</answer>"));
        Run run =
                mixed("[{'name':'own'},{'name':'mini-earth'}]", "{'type':'sft','sft':{'max_steps':2,'batch_size':6}}");
        assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
        assertThat(sessions.learned.get().stream()
                        .filter(example -> example.completion().contains("a sign")))
                .hasSize(3);
    }

    @Test
    void aMixtureOfTheBuiltInDatasetAloneIsThatDataset() {
        TrainerSources sources = new TrainerSources(datasets, images::fetch);
        SourceTasks plain = sources.tasks("mini-earth");
        RunTasks mixed = sources.tasks(List.of(new DatasetShare("mini-earth", 0.3, null)), PromptStyles.named("nano"));
        TaskItems one = plain.pairing().questions(Use.ELEVATING, 5, ConfuserMode.SAME_CITY, 7);
        TaskItems other = mixed.pairing().questions(Use.ELEVATING, 5, ConfuserMode.SAME_CITY, 7);
        assertThat(other.distinct()).isEqualTo(Long.MAX_VALUE);
        for (long index : new long[] {0, 1, 999, 3999, 4000}) {
            assertThat(other.get(index)).isEqualTo(one.get(index));
        }
        List<Exemplar> exemplars = plain.reasoning().exemplars(Use.SCAFFOLDING, 7, 60);
        assertThat(mixed.reasoning().exemplars(Use.SCAFFOLDING, 7, 60).subList(0, exemplars.size()))
                .isEqualTo(exemplars);
        assertThatThrownBy(
                        () -> sources.tasks(List.of(new DatasetShare("mini-earth", 1, 5)), PromptStyles.named("nano")))
                .hasMessageContaining("max_samples");
    }

    @Test
    void whatIsHeldOutOfAMixtureIsNotRepeated() throws IOException {
        List<DatasetSample> all = new ArrayList<>(samples("dev", 5, "x"));
        all.addAll(samples("train", 2, "x"));
        publish("held", all);
        publish("held-too", samples("val", 4, "x"));
        RunTasks mixed = new TrainerSources(datasets, images::fetch)
                .tasks(
                        List.of(new DatasetShare("held", 1, 1), new DatasetShare("held-too")),
                        PromptStyles.named("nano"));
        List<Exemplar> exemplars = mixed.reasoning().exemplars(Use.DEVELOPMENT, 7, 100);
        assertThat(exemplars).hasSizeBetween(8, 9).doesNotHaveDuplicates();
        assertThat(mixed.reasoning().exemplars(Use.DEVELOPMENT, 7, 6)).hasSize(6);
        assertThatThrownBy(() -> mixed.reasoning().exemplars(Use.SCAFFOLDING, 7, 6))
                .hasMessageContaining("'held-too' has no sample for training");
    }

    @Test
    void theNumberOfStepsIsTheRuns() throws IOException {
        publish("epochs", samples("train", TRAIN, "<think>a sign</think><answer>Munich</answer>"));
        for (String method : List.of(
                "{'type':'sft','sft':{'num_train_epochs':1,'batch_size':3}}",
                "{'type':'grpo','grpo':{'num_train_epochs':1,'prompts_per_step':3,'group_size':2,'max_staleness':1}}")) {
            Run run =
                    finished(runs.create(spec("'dataset':'epochs'", method), 2).id());
            assertThat(run.state()).as(run.error()).isEqualTo(RunState.SUCCEEDED);
            assertThat(run.currentStep()).isEqualTo(2);
            assertThat(checkpoints.list(run.id()).get(0).step()).isEqualTo(2);
        }
    }

    private static DatasetSample bare(int number) {
        return new DatasetSample(
                "s" + number,
                List.of(),
                null,
                List.of(new Turn("user", "?"), new Turn("assistant", "!")),
                "A",
                "train",
                Map.of());
    }

    @Test
    void anEvaluationAsksNothingTwice() throws IOException {
        publish("few", samples("test", 4, "x"));
        assertThat(run("few", "{'type':'eval','eval':{'questions':5}}").error())
                .contains("dataset 'few' has 4 samples to test on", "method.eval.questions asks for 5", "set it to 4");
    }

    @Test
    void aDatasetThatCannotServeFailsTheRunAndSaysWhatItLacks() throws IOException {
        publish("untested", samples("train", TRAIN, "x"));
        assertThat(run("untested", "{'type':'eval','eval':{'questions':4}}").error())
                .contains("dataset 'untested' has no sample for test", "[train]", "test, testing");
        publish(
                "silent",
                List.of(new DatasetSample(
                        "mute",
                        List.of(new DatasetSample.Image("photo", picture(1))),
                        null,
                        List.of(),
                        "A",
                        null,
                        Map.of())));
        assertThat(run("silent", GRPO).error()).contains("sample 'mute'", "one user's turn");
        publish(
                "open",
                samples(null, 1, "x").stream()
                        .map(sample -> new DatasetSample(
                                sample.id(),
                                sample.images(),
                                null,
                                sample.turns().subList(0, 1),
                                null,
                                null,
                                Map.of()))
                        .toList());
        assertThat(run("open", GRPO).error()).contains("sample 'null-0'", "no true answer");
        assertThat(run("open", SFT).error()).contains("sample 'null-0'", "does not end with an assistant's turn");
    }
}
