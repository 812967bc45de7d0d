package org.geor1.miniearth.pairing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.geor1.geo.seed.SeedStream;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Question;
import org.geor1.miniearth.City;
import org.geor1.miniearth.Cues;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;

/**
 * Makes cross-view pairing questions. Every confuser shares one to {@code hardness} cues with the
 * truth and one shares exactly that many, no two candidates look alike, hardness 1, 2, 3 come
 * equally often, and so does every letter as the answer: exactly once in each block of k questions.
 */
public final class PairingGenerator {
    private static final int HARDNESSES = 3;
    private static final int MAX_ROUNDS = 50;

    private final MiniEarth earth;
    private final long seed;

    /** The same planet, seed and arguments give the same questions. */
    public PairingGenerator(MiniEarth earth, long seed) {
        this.earth = earth;
        this.seed = seed;
    }

    /**
     * Makes {@code count} questions of {@code k} candidates, all from one split. Places are used as
     * truths in random order and come again only after all others.
     *
     * @throws IllegalArgumentException if k is not in 2..10 or count is negative
     */
    public List<PairingQuestion> generate(Split split, int k, ConfuserMode mode, int count) {
        if (k < 2 || k > Question.MAX_CANDIDATES) {
            throw new IllegalArgumentException("k must be in 2..10, was " + k);
        }
        if (count < 0) {
            throw new IllegalArgumentException("count must not be negative, was " + count);
        }
        SeedStream random = SeedStream.of(seed, split.ordinal(), k, mode.ordinal());
        List<Place> places = earth.places(split);
        Map<City, List<Place>> byCity = new HashMap<>();
        int[] order = random.permutation(places.size());
        int[] letters = balanced(random, k, count);
        int[] hardnesses = balanced(random, HARDNESSES, count);
        List<PairingQuestion> questions = new ArrayList<>();
        for (long turn = 0; questions.size() < count; turn++) {
            if (turn > (long) MAX_ROUNDS * places.size()) {
                throw new IllegalStateException("too few places in " + split + " for " + count + " questions of " + k);
            }
            Place truth = places.get(order[(int) (turn % places.size())]);
            List<Place> pool = mode == ConfuserMode.GLOBAL
                    ? places
                    : byCity.computeIfAbsent(truth.city(), city -> earth.places(city, split));
            int made = questions.size();
            int hardness = 1 + hardnesses[made];
            List<Place> candidates = confusers(truth, pool, k - 1, hardness, random);
            // Some places have no confuser this close; the next place takes the turn instead.
            if (candidates.size() == k - 1) {
                candidates.add(letters[made], truth);
                String id = "pairing-" + split.name().toLowerCase(Locale.ROOT) + "-" + k + "-"
                        + mode.name().toLowerCase(Locale.ROOT) + "-" + made;
                questions.add(new PairingQuestion(id, truth, candidates, letters[made], mode, hardness));
            }
        }
        return questions;
    }

    /** {@code count} numbers in 0..n-1, each exactly once in every block of n. */
    private static int[] balanced(SeedStream random, int n, int count) {
        int[] numbers = new int[count];
        int[] block = {};
        for (int i = 0; i < count; i++) {
            block = i % n == 0 ? random.permutation(n) : block;
            numbers[i] = block[i % n];
        }
        return numbers;
    }

    /** As many confusers as could be found, in random order; the hardest one is among them. */
    private static List<Place> confusers(Place truth, List<Place> pool, int count, int hardness, SeedStream random) {
        Set<Cues> used = new HashSet<>();
        used.add(truth.cues());
        List<Place> found = new ArrayList<>();
        if (!addSharing(hardness, truth, pool, used, found, random)) {
            return found;
        }
        while (found.size() < count) {
            // Close look-alikes are rare, so where none is left an easier one must do.
            int shared = 1 + random.nextInt(hardness);
            while (shared > 0 && !addSharing(shared, truth, pool, used, found, random)) {
                shared--;
            }
            if (shared == 0) {
                return found;
            }
        }
        List<Place> shuffled = new ArrayList<>();
        for (int index : random.permutation(found.size())) {
            shuffled.add(found.get(index));
        }
        return shuffled;
    }

    /** Adds the first place after a random start that shares exactly that many cues and looks new. */
    private static boolean addSharing(
            int shared, Place truth, List<Place> pool, Set<Cues> used, List<Place> found, SeedStream random) {
        int start = random.nextInt(pool.size());
        for (int i = 0; i < pool.size(); i++) {
            Place place = pool.get((start + i) % pool.size());
            if (place.cues().shared(truth.cues()) == shared && used.add(place.cues())) {
                found.add(place);
                return true;
            }
        }
        return false;
    }
}
