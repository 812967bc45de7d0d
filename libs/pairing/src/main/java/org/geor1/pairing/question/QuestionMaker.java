package org.geor1.pairing.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.PrimitiveIterator;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.place.Places;
import org.geor1.pairing.place.Split;

/**
 * Makes the questions of one split. Question i follows from the table, the rules, the seed and i alone. Safe for threads.
 *
 * <p>A question begins with a place that has a panorama; all have had a turn before one has a second. Others that the pool
 * offers and the rules allow join it. Only then is the truth drawn, each candidate with a panorama being as likely as any
 * other. So nothing about a tile tells that it is the true one: neither its file nor that it is the one the others are like.
 *
 * <p>Letters are exactly balanced: in each block of k questions each is the answer once.
 */
public final class QuestionMaker {

    private static final int ATTEMPTS = 16;
    private static final int OTHER_PLACES = 200;
    private static final long FIRST = 1;
    private static final long LETTERS = 2;
    private static final long REST = 3;

    private final Places table;
    private final PairingRules rules;
    private final Split split;
    private final Pool pool;
    private final boolean passOver;
    private final long seed;
    private final int[] firsts;
    private final int small;

    /**
     * @param passOver whether a place with too few others loses its turn, instead of failing
     * @throws TooFewPlaces if a place has too few others even before distances count, or if none has enough
     */
    public QuestionMaker(Places table, PairingRules rules, Split split, Pool pool, boolean passOver, long seed) {
        this.table = table;
        this.rules = rules;
        this.split = split;
        this.pool = pool;
        this.passOver = passOver;
        this.seed = seed;
        int[] shown = IntStream.range(0, table.size())
                .filter(place -> table.split(place) == split && table.hasPanorama(place))
                .toArray();
        this.firsts = IntStream.of(shown)
                .filter(place -> pool.size(place) >= rules.candidates())
                .toArray();
        this.small = shown.length - firsts.length;
        if (small > 0 && !passOver) {
            int place = IntStream.of(shown)
                    .filter(each -> pool.size(each) < rules.candidates())
                    .findFirst()
                    .orElseThrow();
            throw tooFew(place, pool.size(place));
        }
        if (firsts.length == 0) {
            throw TooFewPlaces.atAll(split);
        }
    }

    private TooFewPlaces tooFew(int place, int found) {
        return switch (rules.confusers()) {
            case SAME_CITY, HARD -> tooFew(place, found, "city", table::city);
            case SAME_COUNTRY -> tooFew(place, found, "country", table::country);
            case GLOBAL, DISTANCE -> TooFewPlaces.of(pool.name(place), split, found, rules);
        };
    }

    private TooFewPlaces tooFew(int place, int found, String field, IntUnaryOperator group) {
        if (group.applyAsInt(place) != Places.UNKNOWN) {
            return TooFewPlaces.of(pool.name(place), split, found, rules);
        }
        long unnamed = IntStream.range(0, table.size())
                .filter(each -> table.split(each) == split && group.applyAsInt(each) == Places.UNKNOWN)
                .count();
        return TooFewPlaces.withoutName(unnamed, field, rules.confusers());
    }

    /** Places with a panorama that were passed over from the start, because too few others are there. */
    public int passedOver() {
        return small;
    }

    /** Places that questions begin with. */
    public int places() {
        return firsts.length;
    }

    /**
     * @param index from 0
     * @throws TooFewPlaces if no set of places that the rules allow was found
     */
    public Question question(long index) {
        SeedStream random = SeedStream.of(seed, split.ordinal(), REST, index);
        int first = firsts[
                Shuffled.at(index % firsts.length, firsts.length, seed, split.ordinal(), FIRST, index / firsts.length)];
        List<Integer> set = set(first, random);
        for (int other = 0; set.size() < rules.candidates(); other++) {
            if (!passOver || other == OTHER_PLACES) {
                throw tooFew(first, set.size());
            }
            first = firsts[random.nextInt(firsts.length)];
            set = set(first, random);
        }
        return ordered(index, set, random);
    }

    /** The largest of a few tries. */
    private List<Integer> set(int first, SeedStream random) {
        List<Integer> largest = List.of();
        for (int attempt = 0; attempt < ATTEMPTS && largest.size() < rules.candidates(); attempt++) {
            List<Integer> set = new ArrayList<>(List.of(first));
            PrimitiveIterator.OfInt draws = pool.draw(first, random);
            while (set.size() < rules.candidates() && draws.hasNext()) {
                int place = draws.nextInt();
                if (set.stream().allMatch(other -> suits(other, place))) {
                    set.add(place);
                }
            }
            largest = set.size() > largest.size() ? set : largest;
        }
        return largest;
    }

    private boolean suits(int one, int other) {
        if (one == other || table.tileContent(one) == table.tileContent(other)) {
            return false;
        }
        if (table.tileLook(one).isNear(table.tileLook(other), rules.lookBits())) {
            return false;
        }
        double metres = table.metres(one, other);
        return metres >= rules.separationMetres() && metres <= rules.maxMetres();
    }

    private Question ordered(long index, List<Integer> set, SeedStream random) {
        int[] shown = set.stream()
                .mapToInt(Integer::intValue)
                .filter(table::hasPanorama)
                .toArray();
        int truth = shown[random.nextInt(shown.length)];
        int k = rules.candidates();
        int letter = SeedStream.of(seed, split.ordinal(), LETTERS, index / k).permutation(k)[(int) (index % k)];
        List<Integer> candidates = new ArrayList<>();
        for (int i : random.permutation(k)) {
            if (set.get(i) != truth) {
                candidates.add(set.get(i));
            }
        }
        candidates.add(letter, truth);
        List<Double> metres =
                candidates.stream().map(place -> table.metres(truth, place)).toList();
        return new Question(
                String.format(Locale.ROOT, "%s-%07d", split.title(), index),
                split,
                rules.confusers(),
                candidates,
                letter,
                metres);
    }
}
