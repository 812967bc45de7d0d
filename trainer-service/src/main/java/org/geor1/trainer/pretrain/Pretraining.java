package org.geor1.trainer.pretrain;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.geor1.geo.seed.SeedStream;
import org.geor1.geo.style.PromptStyle;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.perception.PerceptionSampler;
import org.geor1.miniearth.perception.Scene;
import org.geor1.miniearth.perception.Turn;
import org.geor1.miniearth.perception.Turn.Kind;
import org.geor1.miniearth.prompt.PromptLayout;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.geor1.rl.session.TorchTrainingSessions;
import org.geor1.rl.session.TrainingSession;
import org.geor1.rl.sft.SftConfig;
import org.geor1.rl.sft.SharedSftExample;
import org.geor1.rl.sft.SharedSftOutcome;
import org.geor1.rl.update.UpdateConfig;
import org.geor1.vlm.ChatPrompt;
import org.springframework.util.FileSystemUtils;

/**
 * Makes the stand-in for the base VLM: random weights, then a curriculum of perception. No scene shows a place both from
 * the street and from above, so no pairing label exists anywhere in it.
 */
public final class Pretraining {

    /** Weight of one answer in the running accuracies that open gates. */
    private static final double RECENT = 0.005;

    /** Of words alone, or of single images. */
    private static final int QUESTIONS_PER_STEP = 48;

    /** What is never asked in tags: its words are needed inside of thoughts. */
    private static final Set<Kind> INSIDE_THOUGHTS = Set.of(Kind.DESCRIBE_TILE, Kind.LOOK, Kind.FIT, Kind.SAME);

    private final MiniEarthRenderer renderer;
    private final PerceptionSampler sampler;
    private final SeedStream random;
    private final Curriculum curriculum;
    private final Stage stage;
    private final Listener listener;
    private final Map<Kind, Double> accuracy = new EnumMap<>(Kind.class);

    /** Each stage draws from streams of its own, so that one stage can be repeated without those before it. */
    private Pretraining(long seed, Curriculum curriculum, Stage stage, Listener listener) {
        MiniEarth earth = MiniEarth.standard();
        long stageSeed =
                SeedStream.of(seed, 0xBA5E, curriculum.stages().indexOf(stage)).nextLong();
        this.renderer = new MiniEarthRenderer(earth);
        this.sampler = new PerceptionSampler(earth, stageSeed);
        this.random = SeedStream.of(stageSeed);
        this.curriculum = curriculum;
        this.stage = stage;
        this.listener = listener;
    }

    /** Hears of progress. */
    public interface Listener {
        /** @param accuracy share of recent answers that were exactly right, by the name of the kind of question */
        void step(String stage, int step, int most, double loss, Map<String, Double> accuracy);
    }

    /**
     * Makes a base in {@code target}, which must not exist; the same seed makes the same one. Each finished stage stays in
     * {@code target.seedN.stages} until the last is done: interrupted, the same call goes on with the stage it was in.
     */
    public static void run(Path target, long seed, Curriculum curriculum, Listener listener) {
        try {
            Path work =
                    Files.createDirectories(target.resolveSibling(target.getFileName() + ".seed" + seed + ".stages"));
            Path at = finish(work.resolve("initial"), directory -> NanoBlueprint.write(directory, seed));
            for (Stage stage : curriculum.stages()) {
                Path from = at;
                at = finish(
                        work.resolve(stage.name()),
                        directory -> new Pretraining(seed, curriculum, stage, listener).train(from, directory));
            }
            Files.move(at, target);
            FileSystemUtils.deleteRecursively(work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A directory that exists is whole: it gets its name when all of it is written. */
    private static Path finish(Path directory, Consumer<Path> making) throws IOException {
        if (!Files.exists(directory)) {
            Path unfinished = directory.resolveSibling("unfinished");
            FileSystemUtils.deleteRecursively(unfinished);
            Files.createDirectory(unfinished);
            making.accept(unfinished);
            Files.move(unfinished, directory);
        }
        return directory;
    }

    private void train(Path from, Path to) {
        UpdateConfig update = UpdateConfig.builder()
                .learningRate(stage.learningRate())
                .warmupSteps(40)
                .maxSteps(stage.steps())
                .build();
        SftConfig config = new SftConfig(update, 0.01);
        try (TrainingSession session = new TorchTrainingSessions(Device.cpu()).sft(from, config)) {
            for (int step = 1; step <= stage.steps() && !open(); step++) {
                List<Asked> asked = ask();
                SharedSftOutcome outcome =
                        session.sharedSftStep(asked.stream().map(this::example).toList());
                record(asked, outcome);
                listener.step(
                        stage.name(), step, stage.steps(), outcome.metrics().getOrDefault("loss", 0.0), accuracies());
            }
            session.savePolicy(to);
        }
    }

    private Map<String, Double> accuracies() {
        Map<String, Double> byName = new LinkedHashMap<>();
        accuracy.forEach((kind, share) -> byName.put(kind.name().toLowerCase(Locale.ROOT), share));
        return byName;
    }

    private boolean open() {
        Stage.Gate gate = stage.gate();
        return !gate.kinds().isEmpty()
                && gate.kinds().stream().allMatch(kind -> accuracy.getOrDefault(kind, 0.0) >= gate.threshold());
    }

    private List<Asked> ask() {
        Stage.Shows shows = stage.shows();
        return random.chance(shows.words())
                ? words()
                : random.chance(shows.told())
                        ? scenes(true)
                        : random.chance(shows.singles()) ? singles() : scenes(false);
    }

    private List<Asked> words() {
        Scene none = new Scene(null, List.of(), List.of());
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < QUESTIONS_PER_STEP; i++) {
            questions.add(ask(none, Kind.SAME));
        }
        return List.of(new Asked(none, false, questions));
    }

    private List<Asked> singles() {
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < QUESTIONS_PER_STEP; i++) {
            Scene scene = sampler.single(curriculum.letters());
            Kind describe = scene.panorama() != null ? Kind.DESCRIBE_PANORAMA : Kind.DESCRIBE_TILE;
            asked.add(new Asked(
                    scene, false, List.of(ask(scene, random.chance(stage.shows().cities()) ? Kind.CITY : describe))));
        }
        return asked;
    }

    private List<Asked> scenes(boolean told) {
        Stage.Shows shows = stage.shows();
        int tiles = shows.minTiles() + random.nextInt(shows.maxTiles() - shows.minTiles() + 1);
        List<Asked> asked = new ArrayList<>();
        for (int i = 0; i < curriculum.scenesPerStep(); i++) {
            Scene scene = sampler.scene(tiles, shows.lookAlikes(), random.chance(shows.panoramas()));
            List<Question> questions = new ArrayList<>();
            for (int j = 0; j < curriculum.turnsPerScene(); j++) {
                Kind kind = stage.mix().draw(random.nextDouble());
                boolean unseen = kind == Kind.DESCRIBE_PANORAMA && scene.panorama() == null;
                questions.add(ask(scene, unseen ? Kind.DESCRIBE_TILE : kind));
            }
            asked.add(new Asked(scene, told, questions));
        }
        return asked;
    }

    private Question ask(Scene scene, Kind kind) {
        Turn turn = sampler.ask(scene, kind);
        return new Question(turn, !INSIDE_THOUGHTS.contains(kind) && random.chance(stage.tagged()));
    }

    private void record(List<Asked> asked, SharedSftOutcome outcome) {
        for (int i = 0; i < asked.size(); i++) {
            if (asked.get(i).told() && stage.shows().told() < 1) {
                continue; // Asked to keep it in mind: a stage that shows images is gated on those.
            }
            for (int j = 0; j < asked.get(i).questions().size(); j++) {
                double hit = outcome.exact().get(i).get(j) ? 1 : 0;
                accuracy.merge(
                        asked.get(i).questions().get(j).turn().kind(),
                        RECENT * hit,
                        (old, now) -> (1 - RECENT) * old + now);
            }
        }
    }

    private SharedSftExample example(Asked asked) {
        String[] pieces = asked.scene().prompt().split(PromptStyle.IMAGE, -1);
        List<Place> places = asked.scene().places();
        List<ChatPrompt.Part> parts = new ArrayList<>();
        for (int i = 0; i < pieces.length; i++) {
            if (!pieces[i].isEmpty()) {
                parts.add(new ChatPrompt.Text(pieces[i]));
            }
            if (i < places.size()) {
                Place place = places.get(i);
                parts.add(
                        asked.told()
                                ? new ChatPrompt.Text(PromptLayout.told(place.cues()))
                                : shown(place, i == 0 && asked.scene().panorama() != null));
            }
        }
        return new SharedSftExample(
                new ChatPrompt(null, parts),
                asked.questions().stream()
                        .map(question -> new SharedSftExample.Turn(
                                question.turn().prompt(question.tagged()),
                                question.turn().completion(question.tagged())))
                        .toList());
    }

    private ChatPrompt.Part shown(Place place, boolean fromTheStreet) {
        return new ChatPrompt.Image(fromTheStreet ? renderer.panorama(place) : renderer.tile(place));
    }

    private record Question(Turn turn, boolean tagged) {}

    private record Asked(Scene scene, boolean told, List<Question> questions) {}
}
