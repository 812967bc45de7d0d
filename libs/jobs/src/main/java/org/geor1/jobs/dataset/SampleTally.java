package org.geor1.jobs.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.protocol.dataset.DatasetSample;
import org.jspecify.annotations.Nullable;

/** Counts and hashes the samples of a dataset as they pass, in order. */
final class SampleTally {

    private static final int NAMES = 1000;
    private static final String OTHERS = "(others)";

    private final MessageDigest digest = digest();
    private final Map<String, Long> splits = new TreeMap<>();
    private final Map<String, Long> countries = new TreeMap<>();
    private final Map<String, Long> cities = new TreeMap<>();
    private long samples;
    private long withPosition;

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JVM", e);
        }
    }

    void add(DatasetSample sample) {
        samples++;
        DatasetSample.Place place = sample.place();
        if (place != null) {
            withPosition += place.latitude() == null ? 0 : 1;
            count(countries, place.country());
            count(cities, place.city());
        }
        count(splits, sample.split());
        digest.update(sample.json().toString().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static void count(Map<String, Long> counts, @Nullable String name) {
        if (name != null) {
            counts.merge(counts.containsKey(name) || counts.size() < NAMES ? name : OTHERS, 1L, Long::sum);
        }
    }

    String hash() {
        return HexFormat.of().formatHex(digest.digest());
    }

    DatasetStatistics statistics(DatasetStatistics.Images images) {
        return new DatasetStatistics(samples, withPosition, splits, countries, cities, images);
    }
}
