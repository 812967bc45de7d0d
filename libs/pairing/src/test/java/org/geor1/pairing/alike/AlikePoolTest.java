package org.geor1.pairing.alike;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.geor1.data.DatasetException;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.Made;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.Confusers;
import org.geor1.pairing.question.PairingRules;
import org.geor1.pairing.question.Question;
import org.geor1.pairing.question.QuestionMaker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contract: a hard question shows a place and those of its city whose vectors have the greatest cosines with its own. */
class AlikePoolTest {

    @TempDir
    Path directory;

    private final Map<String, float[]> vectors = new HashMap<>();

    private PlaceTable table(long seed) {
        PlaceTable table = Made.table(Made.cities(3, 40, seed));
        SeedStream random = SeedStream.of(seed);
        for (int place = 0; place < table.size(); place++) {
            float[] vector = new float[5];
            for (int i = 0; i < vector.length; i++) {
                vector[i] = (float) random.between(-3, 3);
            }
            vectors.put(table.tiles().sha256(place), vector);
        }
        return table;
    }

    @Test
    void theMostAlikeAreShown() {
        for (long seed = 0; seed < 20; seed++) {
            PlaceTable table = table(seed);
            AlikePool pool = new AlikePool(table, Split.TRAIN, vectors::get);
            QuestionMaker maker =
                    new QuestionMaker(table, PairingRules.of(4, Confusers.HARD, 0, 0), Split.TRAIN, pool, false, seed);
            for (long i = 0; i < 20; i++) {
                Question question = maker.question(i);
                Set<Integer> shown = Set.copyOf(question.candidates());
                assertThat(shown)
                        .as("a place and those most like it")
                        .matches(set -> set.stream()
                                .anyMatch(first ->
                                        Set.copyOf(nearest(table, first, 4)).equals(set)));
            }
        }
    }

    private List<Integer> nearest(PlaceTable table, int first, int count) {
        return IntStream.range(0, table.size())
                .filter(other -> table.city(other) == table.city(first) && table.split(other) == Split.TRAIN)
                .boxed()
                .sorted(Comparator.comparingDouble(other -> -cosine(table, first, other)))
                .limit(count)
                .toList();
    }

    private double cosine(PlaceTable table, int one, int other) {
        float[] a = vectors.get(table.tiles().sha256(one));
        float[] b = vectors.get(table.tiles().sha256(other));
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
            squareA += a[i] * a[i];
            squareB += b[i] * b[i];
        }
        return product / Math.sqrt(squareA * squareB);
    }

    @Test
    void vectorsThatAreMissingOrUselessAreRefused() {
        PlaceTable table = table(1);
        String first = table.tiles().sha256(0);
        vectors.put(first, new float[] {1, 2});
        assertThatThrownBy(() -> new AlikePool(table, Split.TRAIN, vectors::get))
                .hasMessageContaining("all must have 2 numbers");
        vectors.put(first, new float[5]);
        assertThatThrownBy(() -> new AlikePool(table, Split.TRAIN, vectors::get))
                .hasMessageContaining("length 0.0");
        vectors.put(first, new float[] {1, 2, Float.NaN, 0, 0});
        assertThatThrownBy(() -> new AlikePool(table, Split.TRAIN, vectors::get))
                .hasMessageContaining("NaN");
        vectors.remove(first);
        assertThatThrownBy(() -> new AlikePool(table, Split.TRAIN, vectors::get))
                .hasMessageContaining("no feature vector for the tile of place p00000")
                .hasMessageContaining(first);
    }

    @Test
    void aFileGivesItsVectorsAndNamesItsWrongLine() throws Exception {
        String hash = "0a".repeat(32);
        List<String> lines = new ArrayList<>(List.of("{\"sha256\": \"" + hash + "\", \"vector\": [1, -2.5]}", ""));
        Path file = Files.write(directory.resolve("f.jsonl"), lines);
        assertThat(new FeatureFile(file).of(hash)).containsExactly(1, -2.5f);
        assertThat(new FeatureFile(file).of("0b".repeat(32))).isNull();
        for (String wrong : List.of(
                "{\"sha256\": \"x\", \"vector\": [1]}",
                "{\"sha256\": \"" + hash + "\", \"vector\": []}",
                "{\"sha256\": \"" + hash + "\", \"vector\": [1, \"2\"]}",
                "{")) {
            Files.write(file, List.of(lines.get(0), wrong));
            assertThatThrownBy(() -> new FeatureFile(file))
                    .isInstanceOf(DatasetException.class)
                    .hasMessageContaining("f.jsonl line 2: ");
        }
    }
}
