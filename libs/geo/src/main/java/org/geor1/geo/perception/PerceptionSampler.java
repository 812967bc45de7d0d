package org.geor1.geo.perception;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geor1.geo.answer.ThinkAnswer;
import org.geor1.geo.miniearth.City;
import org.geor1.geo.miniearth.Direction;
import org.geor1.geo.miniearth.Feature;
import org.geor1.geo.miniearth.MiniEarth;
import org.geor1.geo.miniearth.Place;
import org.geor1.geo.miniearth.Split;
import org.geor1.geo.perception.Turn.Kind;
import org.geor1.geo.seed.SeedStream;

/** Draws scenes of the {@link Split#PRETRAIN} split and questions about them; the same for the same seed. */
public final class PerceptionSampler {

    private static final List<Direction> DIRECTIONS = List.of(Direction.values());
    private static final int TRIES = 20;
    private static final int MOST_SHARED = 3;

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
     * A panorama and k tiles of one city, lettered in order.
     *
     * @param lookAlikes whether tiles should share cues with each other
     */
    public Scene scene(int k, boolean lookAlikes) {
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
        return new Scene(panorama, shuffled, letters);
    }

    /** A question of this kind. {@code cues} is how many cues {@link Kind#CHOOSE} names, if they suffice. */
    public Turn ask(Scene scene, Kind kind, int cues) {
        if (kind == Kind.DESCRIBE_PANORAMA) {
            Place panorama = scene.places().get(0);
            return new Turn(kind, " describe panorama.", MiniEarthWords.describe(panorama, DIRECTIONS));
        }
        if (kind == Kind.CITY) {
            return new Turn(kind, " which city?", scene.places().get(0).city().name());
        }
        int index = random.nextInt(scene.tiles().size());
        Place tile = scene.tiles().get(index);
        String letter = String.valueOf(scene.letters().get(index));
        Direction direction = random.pick(DIRECTIONS);
        return switch (kind) {
            case DESCRIBE_TILE ->
                new Turn(kind, " describe " + letter + ".", MiniEarthWords.describe(tile, DIRECTIONS));
            case LOOK ->
                new Turn(
                        kind,
                        " " + letter + " " + direction.word() + "?",
                        tile.cues().at(direction).word());
            case LIST -> list(scene, direction, tile.cues().at(direction));
            default -> {
                List<Direction> named = telling(scene, tile, cues);
                yield new Turn(kind, " " + MiniEarthWords.describe(tile, named) + ". which tile?", letter);
            }
        };
    }

    /**
     * The same question asked for tagged reasoning. Choosing repeats the description, then checks tile after tile against
     * it, up to the first cue that differs; other answers need no thought.
     */
    public Turn tagged(Scene scene, Turn turn) {
        String thought = turn.kind() == Kind.CHOOSE ? check(scene, turn) : "i look.";
        return new Turn(
                turn.kind(),
                turn.question() + " " + ThinkAnswer.INSTRUCTION,
                "<think>" + thought + "</think><answer>" + turn.answer() + "</answer>");
    }

    private static String check(Scene scene, Turn turn) {
        String description = turn.question().substring(1, turn.question().indexOf('.'));
        List<String> cues = List.of(description.split(", "));
        StringBuilder text = new StringBuilder(description);
        for (int i = 0; i < scene.tiles().size(); i++) {
            String separator = " ";
            boolean same = true;
            text.append("; ").append(scene.letters().get(i));
            for (int c = 0; c < cues.size() && same; c++) {
                Direction direction =
                        Direction.valueOf(cues.get(c).split(" ")[0].toUpperCase(Locale.ROOT));
                String seen = MiniEarthWords.describe(scene.tiles().get(i), List.of(direction));
                text.append(separator).append(seen);
                separator = ", ";
                same = seen.equals(cues.get(c));
            }
            text.append(same ? " yes" : " no");
            if (same) {
                return text.toString();
            }
        }
        throw new IllegalStateException("no tile fits: " + description);
    }

    private Turn list(Scene scene, Direction direction, Feature feature) {
        List<String> letters = new ArrayList<>();
        for (int i = 0; i < scene.tiles().size(); i++) {
            if (scene.tiles().get(i).cues().at(direction) == feature) {
                letters.add(String.valueOf(scene.letters().get(i)));
            }
        }
        return new Turn(
                Kind.LIST, " " + direction.word() + " " + feature.word() + ": which?", String.join(" ", letters));
    }

    /** Directions, in order, whose features single the tile out; all four if no draw of {@code count} does. */
    private List<Direction> telling(Scene scene, Place tile, int count) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int[] order = random.permutation(DIRECTIONS.size());
            List<Direction> named = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                named.add(DIRECTIONS.get(order[i]));
            }
            named.sort(null);
            boolean unique = scene.tiles().stream()
                    .filter(other -> !other.equals(tile))
                    .allMatch(other -> named.stream()
                            .anyMatch(d -> other.cues().at(d) != tile.cues().at(d)));
            if (unique) {
                return named;
            }
        }
        return DIRECTIONS;
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
