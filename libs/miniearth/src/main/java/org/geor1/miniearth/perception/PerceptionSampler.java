package org.geor1.miniearth.perception;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.miniearth.City;
import org.geor1.miniearth.Direction;
import org.geor1.miniearth.Feature;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.cot.Elimination;
import org.geor1.miniearth.perception.Turn.Kind;

/** Draws scenes of the {@link Split#PRETRAIN} split and questions about them; the same for the same seed. */
public final class PerceptionSampler {

    private static final List<Direction> DIRECTIONS = List.of(Direction.values());
    private static final List<Feature> FEATURES = List.of(Feature.values());
    private static final int TRIES = 20;
    private static final int MOST_SHARED = 3;

    /** How often {@link Kind#FIT} is sure to ask for the described tile: then yes and no are said about as often. */
    private static final double FITTING = 0.25;

    private final SeedStream random;
    private final List<Place> places;
    private final Map<City, List<Place>> byCity = new HashMap<>();

    public PerceptionSampler(MiniEarth earth, long seed) {
        this.random = SeedStream.of(seed, 0x9E2CE9);
        this.places = earth.places(Split.PRETRAIN);
        places.forEach(place ->
                byCity.computeIfAbsent(place.city(), c -> new ArrayList<>()).add(place));
    }

    /** One image alone: a panorama or a tile with a letter below {@code letters}. */
    public Scene single(int letters) {
        Place place = random.pick(places);
        return random.chance(0.5)
                ? new Scene(place, List.of(), List.of())
                : new Scene(null, List.of(place), List.of(letter(random.nextInt(letters))));
    }

    /**
     * k tiles of one city, lettered in order.
     *
     * @param lookAlikes whether tiles should share cues with each other
     * @param withPanorama whether a panorama of the same city, though of no such place, stands before them
     */
    public Scene scene(int k, boolean lookAlikes, boolean withPanorama) {
        List<Place> pool = pool(random.pick(places).city());
        List<Place> tiles = new ArrayList<>(List.of(random.pick(pool)));
        while (tiles.size() < k) {
            addTile(tiles, pool, lookAlikes ? random.nextInt(MOST_SHARED + 1) : 0);
        }
        Place panorama = random.pick(pool);
        while (alike(panorama, tiles)) {
            panorama = random.pick(pool);
        }
        List<Place> shuffled = new ArrayList<>();
        List<Character> letters = new ArrayList<>();
        for (int i : random.permutation(k)) {
            letters.add(letter(letters.size()));
            shuffled.add(tiles.get(i));
        }
        return new Scene(withPanorama ? panorama : null, shuffled, letters);
    }

    /** A question of this kind. */
    public Turn ask(Scene scene, Kind kind) {
        return switch (kind) {
            case DESCRIBE_PANORAMA -> cues(kind, "panorama", MiniEarthWords.describe(panorama(scene), DIRECTIONS));
            case ECHO -> {
                String named = MiniEarthWords.describe(random.pick(scene.tiles()), DIRECTIONS);
                yield cues(kind, named, named);
            }
            case CITY -> city(scene);
            case DESCRIBE_TILE -> {
                int index = random.nextInt(scene.tiles().size());
                String all = MiniEarthWords.describe(scene.tiles().get(index), DIRECTIONS);
                yield new Turn(kind, " describe " + letter(scene, index) + ".", letter(scene, index) + " " + all, all);
            }
            case LOOK -> {
                int index = random.nextInt(scene.tiles().size());
                String letter = letter(scene, index);
                Direction direction = random.pick(DIRECTIONS);
                Place tile = scene.tiles().get(index);
                yield new Turn(
                        kind,
                        " " + letter + " " + direction.word() + "?",
                        letter + " " + MiniEarthWords.describe(tile, List.of(direction)),
                        tile.cues().at(direction).word());
            }
            case CHOOSE -> {
                int index = random.nextInt(scene.tiles().size());
                String description = MiniEarthWords.describe(scene.tiles().get(index), DIRECTIONS);
                yield new Turn(
                        kind,
                        " " + description + ". which tile fits?",
                        "cues: " + description + ". knowledge: " + Elimination.RULE + ". evidence: "
                                + check(scene, index) + ". conclusion: " + letter(scene, index) + ".",
                        letter(scene, index));
            }
            case FIT -> {
                int index = random.nextInt(scene.tiles().size());
                int described = random.chance(FITTING)
                        ? index
                        : random.nextInt(scene.tiles().size());
                List<Direction> named = some(1 + random.nextInt(DIRECTIONS.size()));
                String clause = clause(scene, index, described, named);
                yield new Turn(
                        kind,
                        " " + MiniEarthWords.describe(scene.tiles().get(described), named) + ". " + letter(scene, index)
                                + "?",
                        clause,
                        clause.substring(clause.lastIndexOf(' ') + 1));
            }
            case GUESS -> Guess.ask(scene, random);
            case SAME -> same();
        };
    }

    /** What is asked about, then what is asked: {@link Kind#CHOOSE} asks its own question about the same things. */
    private static Turn cues(Kind kind, String subject, String cues) {
        return new Turn(kind, " " + subject + ". which cues?", "cues: " + cues + ".", cues);
    }

    private static Turn city(Scene scene) {
        Place place = scene.places().get(0);
        boolean street = scene.panorama() != null;
        return new Turn(
                Kind.CITY,
                (street ? " panorama. " : " tile. ") + "which city is this?",
                "cues: " + MiniEarthWords.describe(place, DIRECTIONS) + ". knowledge: "
                        + place.country().signs().word() + (street ? " signs" : " paint") + " and "
                        + place.climate().ground() + " suggest "
                        + place.country().name() + ", "
                        + place.city().style().roofSwatch().word() + " roofs suggest "
                        + place.city().name() + ". conclusion: " + place.city().name() + " in "
                        + place.country().name() + ".",
                place.city().name());
    }

    private Turn same() {
        StringJoiner asked = new StringJoiner(", ");
        StringJoiner answer = new StringJoiner(", ");
        for (Direction direction : DIRECTIONS) {
            Feature one = random.pick(FEATURES);
            Feature other = random.chance(0.5) ? one : random.pick(FEATURES);
            String pair = Elimination.pair(direction, one, other);
            asked.add(pair.substring(0, pair.lastIndexOf(' ')));
            answer.add(pair);
        }
        return new Turn(Kind.SAME, " " + asked + ". same?", answer.toString(), answer.toString());
    }

    /** Compares tile after tile with the one that fits. */
    private static String check(Scene scene, int fitting) {
        return IntStream.rangeClosed(0, fitting)
                .mapToObj(index -> clause(scene, index, fitting, DIRECTIONS))
                .collect(Collectors.joining("; "));
    }

    /** Compares one tile with another's description. */
    private static String clause(Scene scene, int index, int described, List<Direction> named) {
        return letter(scene, index) + " "
                + Elimination.hold(
                        scene.tiles().get(index).cues(),
                        scene.tiles().get(described).cues(),
                        named);
    }

    private static Place panorama(Scene scene) {
        if (scene.panorama() == null) {
            throw new IllegalArgumentException("the scene has no panorama");
        }
        return scene.panorama();
    }

    private static String letter(Scene scene, int index) {
        return String.valueOf(scene.letters().get(index));
    }

    /** This many directions, in order. */
    private List<Direction> some(int count) {
        return Arrays.stream(random.permutation(DIRECTIONS.size()))
                .limit(count)
                .sorted()
                .mapToObj(DIRECTIONS::get)
                .toList();
    }

    private void addTile(List<Place> tiles, List<Place> pool, int wanted) {
        Place best = null;
        int bestGap = Integer.MAX_VALUE;
        for (int attempt = 0; attempt < TRIES && bestGap > 0; attempt++) {
            Place candidate = random.pick(pool);
            int gap = Math.abs(candidate.cues().shared(tiles.get(0).cues()) - wanted);
            if (gap < bestGap && !alike(candidate, tiles)) {
                best = candidate;
                bestGap = gap;
            }
        }
        if (best != null) {
            tiles.add(best);
        }
    }

    private static boolean alike(Place place, List<Place> tiles) {
        return tiles.stream().anyMatch(tile -> tile.cues().equals(place.cues()));
    }

    private List<Place> pool(City city) {
        return byCity.getOrDefault(city, List.of());
    }

    private static char letter(int index) {
        return (char) ('A' + index);
    }
}
