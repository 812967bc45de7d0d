package org.geor1.data.check;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.data.Place;
import org.geor1.data.Row;
import org.jspecify.annotations.Nullable;

/** Counts rows as they pass. */
final class Tally {

    private static final int LISTED_FAULTS = 100;
    private static final int NAMES = 1000;
    private static final String OTHERS = "(others)";

    private final List<Row.Fault> listed = new ArrayList<>();
    private final Map<String, Long> cities = new TreeMap<>();
    private final Map<String, Long> countries = new TreeMap<>();
    private final Map<String, Long> splits = new TreeMap<>();
    private final MessageDigest digest = Sha256.digest();
    private long samples;
    private long faults;
    private long withPosition;
    private long images;
    private long imageBytes;
    private long minWidth = Long.MAX_VALUE;
    private long maxWidth;
    private long minHeight = Long.MAX_VALUE;
    private long maxHeight;

    void add(Row.Fault fault) {
        faults++;
        if (listed.size() < LISTED_FAULTS) {
            listed.add(fault);
        }
    }

    /** @param identity by which the dataset's hash knows the sample */
    void add(Row.Sample sample, List<Picture> pictures, byte[] identity) {
        samples++;
        Place place = sample.place();
        if (place != null) {
            withPosition += place.position() == null ? 0 : 1;
            count(cities, place.city());
            count(countries, place.country());
        }
        count(splits, sample.split());
        for (Picture picture : pictures) {
            images++;
            imageBytes += picture.bytes();
            minWidth = Math.min(minWidth, picture.width());
            maxWidth = Math.max(maxWidth, picture.width());
            minHeight = Math.min(minHeight, picture.height());
            maxHeight = Math.max(maxHeight, picture.height());
        }
        digest.update(identity);
        digest.update((byte) '\n');
    }

    private static void count(Map<String, Long> counts, @Nullable String name) {
        if (name != null) {
            counts.merge(counts.containsKey(name) || counts.size() < NAMES ? name : OTHERS, 1L, Long::sum);
        }
    }

    DatasetReport report() {
        return new DatasetReport(
                samples + faults,
                samples,
                faults,
                List.copyOf(listed),
                withPosition,
                new TreeMap<>(cities),
                new TreeMap<>(countries),
                new TreeMap<>(splits),
                new DatasetReport.Images(
                        images,
                        imageBytes,
                        images == 0 ? 0 : minWidth,
                        maxWidth,
                        images == 0 ? 0 : minHeight,
                        maxHeight),
                sha256());
    }

    private String sha256() {
        try {
            return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }
}
