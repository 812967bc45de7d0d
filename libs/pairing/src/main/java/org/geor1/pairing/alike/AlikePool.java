package org.geor1.pairing.alike;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PrimitiveIterator;
import org.geor1.data.DatasetException;
import org.geor1.geo.seed.SeedStream;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;
import org.geor1.pairing.question.GroupPool;
import org.geor1.pairing.question.Pool;
import org.geor1.pairing.question.Pools;

/**
 * Places of the same city, those first whose tiles are most alike: by the cosine between feature vectors. Each question
 * compares its first place with all of the city. Keeps the vectors in memory.
 */
public final class AlikePool implements Pool {

    private final GroupPool city;
    private final Map<Integer, float[]> units = new HashMap<>();

    /** @throws DatasetException if a tile has no vector, or one that has no direction or another length */
    public AlikePool(PlaceTable table, Split split, FeatureVectors vectors) {
        this.city = Pools.byCity(table, split);
        int length = 0;
        for (int place = 0; place < table.size(); place++) {
            if (table.split(place) == split) {
                float[] vector = vectors.of(table.tiles().sha256(place));
                if (vector == null) {
                    throw new DatasetException("there is no feature vector for the tile of place " + table.id(place)
                            + ", sha256 " + table.tiles().sha256(place));
                }
                length = length == 0 ? vector.length : length;
                units.put(place, unit(vector, length, table.id(place)));
            }
        }
    }

    private static float[] unit(float[] vector, int length, String id) {
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        double norm = Math.sqrt(square);
        if (vector.length != length || norm == 0 || !Double.isFinite(norm)) {
            throw new DatasetException("the feature vector of place " + id + " has " + vector.length
                    + " numbers and the length " + norm + "; all must have " + length
                    + " numbers, and a length that is not 0");
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / norm);
        }
        return unit;
    }

    @Override
    public int size(int place) {
        return city.size(place);
    }

    @Override
    public String name(int place) {
        return city.name(place);
    }

    /** The most alike first; of two that are as alike, the one with the smaller number. */
    @Override
    public PrimitiveIterator.OfInt draw(int place, SeedStream random) {
        int[] others = city.members(place);
        record Alike(int place, float cosine) {}
        return Arrays.stream(others)
                .mapToObj(other -> new Alike(other, cosine(unit(place), unit(other))))
                .sorted((one, two) -> one.cosine() == two.cosine()
                        ? Integer.compare(one.place(), two.place())
                        : Float.compare(two.cosine(), one.cosine()))
                .mapToInt(Alike::place)
                .iterator();
    }

    private float[] unit(int place) {
        return units.getOrDefault(place, new float[0]);
    }

    private static float cosine(float[] one, float[] other) {
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
