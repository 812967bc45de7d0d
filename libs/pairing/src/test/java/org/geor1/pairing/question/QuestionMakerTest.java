package org.geor1.pairing.question;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.alike.AlikePool;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.junit.jupiter.api.Test;

/**
 * Contract, for many seeds and all confusers: the truth is shown exactly once and has a panorama; candidates are distinct
 * places of the split and of the stated set, no two nearer than the separation or alike; letters are exactly balanced; and a
 * question follows from table, rules, seed and index alone.
 */
class QuestionMakerTest {

    private static final double SEPARATION = 250;
    private static final double BAND = 3000;
    private static final int LOOK_BITS = 4;

    private static PairingRules rules(Confusers confusers, int k) {
        return new PairingRules(
                k, confusers, SEPARATION, confusers == Confusers.DISTANCE ? BAND : Double.POSITIVE_INFINITY, LOOK_BITS);
    }

    private static float[] vector(String sha256) {
        SeedStream random = SeedStream.of(Long.parseUnsignedLong(sha256.substring(0, 16), 16));
        float[] vector = new float[6];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) random.between(-1, 1);
        }
        return vector;
    }

    private static QuestionMaker maker(PlaceTable table, PairingRules rules, Split split, long seed) {
        Pool pool = rules.confusers() == Confusers.HARD
                ? new AlikePool(table, split, QuestionMakerTest::vector)
                : Pools.of(table, rules, split);
        return new QuestionMaker(table, rules, split, pool, true, seed);
    }

    private static List<Question> questions(QuestionMaker maker, int count) {
        return LongStream.range(0, count).mapToObj(maker::question).toList();
    }

    @Test
    void everyQuestionKeepsTheRules() {
        for (Confusers confusers : Confusers.values()) {
            for (int seed = 0; seed < 12; seed++) {
                int k = 2 + seed % 5;
                PlaceTable table = Made.table(Made.cities(5, 70, seed));
                for (Question question : questions(maker(table, rules(confusers, k), Split.TRAIN, seed), 60)) {
                    check(table, question, confusers, k);
                }
            }
        }
    }

    private static void check(PlaceTable table, Question question, Confusers confusers, int k) {
        List<Integer> candidates = question.candidates();
        assertThat(candidates).hasSize(k).doesNotHaveDuplicates();
        assertThat(question.answer()).isEqualTo(String.valueOf((char) ('A' + question.truth())));
        assertThat(table.panoramas().has(question.place())).isTrue();
        assertThat(question.metres()).hasSize(k);
        for (int i = 0; i < k; i++) {
            int place = candidates.get(i);
            assertThat(table.split(place)).isEqualTo(Split.TRAIN);
            assertThat(question.metres().get(i)).isEqualTo(table.metres(question.place(), place));
            if (confusers == Confusers.SAME_CITY || confusers == Confusers.HARD) {
                assertThat(table.cityLabel(place)).isEqualTo(table.cityLabel(question.place()));
            }
            if (confusers == Confusers.SAME_COUNTRY) {
                assertThat(table.countryName(place)).isEqualTo(table.countryName(question.place()));
            }
            for (int j = 0; j < i; j++) {
                assertThat(table.metres(place, candidates.get(j))).isGreaterThanOrEqualTo(SEPARATION);
                if (confusers == Confusers.DISTANCE) {
                    assertThat(table.metres(place, candidates.get(j))).isLessThanOrEqualTo(BAND);
                }
            }
        }
    }

    @Test
    void aWiderSetIsUsedInFull() {
        PlaceTable table = Made.table(Made.cities(6, 40, 1));
        Set<String> cities = new HashSet<>();
        Set<String> countries = new HashSet<>();
        for (Question question : questions(maker(table, rules(Confusers.SAME_COUNTRY, 5), Split.TRAIN, 1), 50)) {
            question.candidates().forEach(place -> cities.add(question.place() + " " + table.city(place)));
        }
        for (Question question : questions(maker(table, rules(Confusers.GLOBAL, 5), Split.TRAIN, 1), 50)) {
            question.candidates().forEach(place -> countries.add(String.valueOf(table.countryName(place))));
        }
        assertThat(cities).hasSizeGreaterThan(60);
        assertThat(countries).hasSize(3);
    }

    @Test
    void eachLetterIsTheAnswerOnceInEveryBlock() {
        PlaceTable table = Made.table(Made.cities(3, 60, 5));
        for (int k = 2; k <= 10; k++) {
            List<Question> questions = questions(maker(table, rules(Confusers.GLOBAL, k), Split.TRAIN, k), 6 * k);
            for (int block = 0; block < 6; block++) {
                assertThat(questions.subList(block * k, (block + 1) * k).stream()
                                .map(Question::truth))
                        .containsExactlyInAnyOrderElementsOf(
                                IntStream.range(0, k).boxed().toList());
            }
        }
    }

    @Test
    void aQuestionFollowsFromItsIndexAlone() {
        List<PlaceRow> rows = Made.cities(4, 50, 3);
        PlaceTable table = Made.table(rows);
        for (Confusers confusers : Confusers.values()) {
            List<Question> forwards = questions(maker(table, rules(confusers, 4), Split.TRAIN, 9), 40);
            QuestionMaker other = maker(table, rules(confusers, 4), Split.TRAIN, 9);
            for (int i = 39; i >= 0; i -= 3) {
                assertThat(other.question(i)).isEqualTo(forwards.get(i));
            }
            assertThat(questions(maker(table, rules(confusers, 4), Split.TRAIN, 10), 40))
                    .isNotEqualTo(forwards);
            for (long order = 0; order < 3; order++) {
                PlaceTable shuffled = Made.table(Made.shuffled(rows, order));
                assertThat(questions(maker(shuffled, rules(confusers, 4), Split.TRAIN, 9), 40))
                        .isEqualTo(forwards);
            }
        }
    }

    @Test
    void everyPlaceIsShownBeforeOneBeginsTwice() {
        PlaceTable table = Made.table(Made.cities(3, 40, 2));
        QuestionMaker maker = maker(table, rules(Confusers.SAME_CITY, 2), Split.TRAIN, 4);
        Set<Integer> shown = new HashSet<>();
        questions(maker, maker.places()).forEach(question -> shown.addAll(question.candidates()));
        assertThat(IntStream.range(0, table.size())
                        .filter(place -> table.split(place) == Split.TRAIN
                                && table.panoramas().has(place)))
                .allMatch(shown::contains);
    }

    /** Otherwise the tile that the others are like, or that most of them are near, would be the answer. */
    @Test
    void theTruthIsNoMoreTheMiddleThanAnyOther() {
        List<PlaceRow> rows = Made.cities(4, 80, 6).stream()
                .filter(row -> row.panorama() != null)
                .toList();
        PlaceTable table = Made.table(rows);
        int k = 4;
        int questions = 4000;
        int alike = 0;
        for (Question question : questions(maker(table, rules(Confusers.HARD, k), Split.TRAIN, 0), questions)) {
            alike += mostAlike(table, question.candidates()) == question.truth() ? 1 : 0;
        }
        // Five standard deviations of a binomial distribution.
        double chance = 1.0 / k;
        assertThat((double) alike / questions)
                .isCloseTo(chance, within(5 * Math.sqrt(chance * (1 - chance) / questions)));
    }

    private static int mostAlike(PlaceTable table, List<Integer> candidates) {
        double[] sums = candidates.stream()
                .mapToDouble(one -> candidates.stream()
                        .mapToDouble(other -> cosine(
                                vector(table.tiles().sha256(one)),
                                vector(table.tiles().sha256(other))))
                        .sum())
                .toArray();
        return IntStream.range(0, sums.length)
                .reduce((one, other) -> sums[other] > sums[one] ? other : one)
                .orElseThrow();
    }

    private static double cosine(float[] one, float[] other) {
        double product = 0;
        double square = 0;
        double otherSquare = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            square += one[i] * one[i];
            otherSquare += other[i] * other[i];
        }
        return product / Math.sqrt(square * otherSquare);
    }

    @Test
    void tilesThatAreOrLookTheSameAreNeverShownTogether() {
        List<PlaceRow> rows = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            // Three places each show the same file, and three of these look alike.
            PlaceRow row = Made.place("p" + i, 10 + i * 0.01, 20, Split.NONE, i);
            rows.add(new PlaceRow(
                    row.id(),
                    row.point(),
                    row.city(),
                    row.country(),
                    row.split(),
                    Made.picture(i / 3, Made.changed(Made.look(i / 9), i / 3 % 3 == 0 ? 0 : 6L << i / 3 % 3)),
                    row.panorama()));
        }
        PlaceTable table = Made.table(rows);
        for (Question question : questions(maker(table, rules(Confusers.SAME_CITY, 6), Split.NONE, 0), 200)) {
            assertThat(question.candidates().stream()
                            .map(place -> Integer.parseInt(table.id(place).substring(1)) / 9))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void distancesHoldAcrossTheDateLineAndNearAPole() {
        for (double latitude : new double[] {-17, 89.995}) {
            List<PlaceRow> rows = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                double longitude = latitude > 80 ? -180 + i * 4.5 : 179.97 + i * 0.001;
                rows.add(Made.place("p" + i, latitude, longitude > 180 ? longitude - 360 : longitude, Split.TRAIN, i));
            }
            PlaceTable table = Made.table(rows);
            List<Question> questions = questions(maker(table, rules(Confusers.DISTANCE, 3), Split.TRAIN, 1), 300);
            questions.forEach(question -> check(table, question, Confusers.DISTANCE, 3));
            // Some of them lie on both sides.
            assertThat(questions.stream()
                            .filter(question -> question.candidates().stream()
                                            .map(place -> table.point(place).longitude() > 0)
                                            .distinct()
                                            .count()
                                    > 1))
                    .hasSizeGreaterThan(20);
        }
    }

    @Test
    void tooFewPlacesNameTheCityTheNumberAndWhatToDo() {
        List<PlaceRow> rows = new ArrayList<>(Made.cities(1, 30, 0));
        rows.add(Made.place("lonely", 59.9, 10.7, Split.TRAIN, 5000));
        rows.add(Made.place("lonelier", 59.95, 10.7, Split.TRAIN, 5001));
        PlaceTable table = Made.table(rows);
        PairingRules rules = rules(Confusers.SAME_CITY, 5);
        Pool pool = Pools.of(table, rules, Split.TRAIN);
        assertThatThrownBy(() -> new QuestionMaker(table, rules, Split.TRAIN, pool, false, 0))
                .isInstanceOf(TooFewPlaces.class)
                .hasMessageContaining("Oslo, NO (split train) has 2 places")
                .hasMessageContaining("needs 5")
                .hasMessageContaining("fewer candidates");
        QuestionMaker lenient = new QuestionMaker(table, rules, Split.TRAIN, pool, true, 0);
        assertThat(lenient.passedOver()).isEqualTo(2);
        assertThat(questions(lenient, 50))
                .allSatisfy(question ->
                        assertThat(table.cityLabel(question.place())).startsWith("city 0"));
    }

    @Test
    void placesThatAreTooNearEachOtherAreTooFew() {
        List<PlaceRow> rows = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            rows.add(Made.place("p" + i, 59.9 + i * 1e-5, 10.7, Split.NONE, i));
        }
        PlaceTable table = Made.table(rows);
        PairingRules rules = rules(Confusers.SAME_CITY, 2);
        Pool pool = Pools.of(table, rules, Split.NONE);
        assertThatThrownBy(() -> new QuestionMaker(table, rules, Split.NONE, pool, false, 0).question(0))
                .isInstanceOf(TooFewPlaces.class)
                .hasMessageContaining("Oslo, NO has 1 place ")
                .hasMessageContaining("at least 250 m apart")
                .hasMessageContaining("less distance");
    }

    @Test
    void placesWithoutACityNeedOtherConfusers() {
        PlaceRow row = Made.place("x", 1, 2, Split.NONE, 1);
        PlaceTable table = Made.table(
                List.of(new PlaceRow("x", new GeoPoint(1, 2), null, null, Split.NONE, row.tile(), row.panorama())));
        PairingRules rules = rules(Confusers.SAME_CITY, 2);
        Pool pool = Pools.of(table, rules, Split.NONE);
        assertThatThrownBy(() -> new QuestionMaker(table, rules, Split.NONE, pool, false, 0))
                .hasMessageContaining("places have no city (1 of them)")
                .hasMessageContaining("global");
    }

    @Test
    void rulesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> PairingRules.of(1, Confusers.GLOBAL, 0, 0)).hasMessageContaining("2 to 10, were 1");
        assertThatThrownBy(() -> PairingRules.of(11, Confusers.GLOBAL, 0, 0)).hasMessageContaining("2 to 10");
        assertThatThrownBy(() -> PairingRules.of(5, Confusers.GLOBAL, Double.NaN, 0))
                .hasMessageContaining("separation");
        assertThatThrownBy(() -> new PairingRules(5, Confusers.DISTANCE, 100, 100, 0))
                .hasMessageContaining("more than 100");
        assertThatThrownBy(() -> new PairingRules(5, Confusers.GLOBAL, 100, 1000, 0))
                .hasMessageContaining("only confusers by distance");
    }
}
