package org.geor1.gateway.geolocate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How often the model is asked.
 *
 * @param n answers; a single one is the model's most likely, several are drawn at temperature 1
 * @param topK most predictions that are given
 * @param seed of the draws
 */
record Sampling(int n, int topK, long seed) {

    static final String N = "n";
    static final String TOP_K = "top_k";
    static final String SEED = "seed";

    /** What the rollout service draws at once. */
    static final int MOST = org.geor1.protocol.rollout.Sampling.MOST_ANSWERS;

    static final Sampling ONE = new Sampling(1, MOST, 0);

    /** @throws org.geor1.web.ApiException that names the first wrong field */
    static Sampling of(JsonNode body) {
        int n = count(body, N, 1);
        if (n == 1 && body.hasNonNull(SEED)) {
            throw WrongField.of(SEED, "is for several answers", "leave it out, or send n from 2 to " + MOST);
        }
        return new Sampling(n, count(body, TOP_K, MOST), seed(body.get(SEED)));
    }

    boolean isOne() {
        return n == 1;
    }

    double temperature() {
        return org.geor1.protocol.rollout.Sampling.temperature(n);
    }

    private static int count(JsonNode body, String field, int absent) {
        JsonNode value = body.get(field);
        if (value == null || value.isNull()) {
            return absent;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < 1 || value.intValue() > MOST) {
            throw WrongField.of(field, "must be a whole number from 1 to " + MOST, "send such a number");
        }
        return value.intValue();
    }

    private static long seed(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw WrongField.of(SEED, "must be a whole number of 64 bits", "send such a number");
        }
        return value.longValue();
    }
}
