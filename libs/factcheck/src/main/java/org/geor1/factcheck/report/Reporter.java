package org.geor1.factcheck.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.Verdict;
import org.geor1.factcheck.check.Violation;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.jspecify.annotations.Nullable;

/** Collects verdicts, one at a time, into a report. Not for more than one thread. */
public final class Reporter {
    private static final int BIN_WORDS = 20;
    private static final int BINS = 25;
    private static final int MOST_WORDS = 5_000;
    private static final int MOST_COUNTRIES = 20;
    private static final double NEAR_METRES = 50_000;

    private final Gazetteer gazetteer;
    private final NearDuplicates duplicates = new NearDuplicates();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<ClaimKind, int[]> kinds = new EnumMap<>(ClaimKind.class);
    private final int[] lengths = new int[MOST_WORDS + 1];
    private final Map<String, int[]> continents = new TreeMap<>();
    private final Map<String, int[]> countries = new HashMap<>();
    private int exemplars;

    public Reporter(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        for (Verdict.Outcome outcome : Verdict.Outcome.values()) {
            outcomes.put(outcome.name().toLowerCase(Locale.ROOT), 0);
        }
    }

    public void add(Exemplar exemplar, Verdict verdict) {
        exemplars++;
        outcomes.merge(verdict.outcome().name().toLowerCase(Locale.ROOT), 1, Integer::sum);
        verdict.claims().forEach((kind, count) -> counts(kind)[0] += count);
        for (Violation violation : verdict.violations()) {
            counts(violation.kind())[1]++;
        }
        lengths[Math.min(MOST_WORDS, exemplar.text().strip().split("\\s+").length)]++;
        duplicates.add(exemplar.id(), exemplar.text());
        Country country = country(exemplar);
        int wrong = verdict.violations().isEmpty() ? 0 : 1;
        count(
                continents,
                country == null ? "unknown" : country.continents().get(0).title(),
                wrong);
        count(countries, country == null ? "unknown" : country.name(), wrong);
    }

    public Report report() {
        Map<ClaimKind, Report.Rate> rates = new EnumMap<>(ClaimKind.class);
        kinds.forEach((kind, counts) -> rates.put(kind, new Report.Rate(counts[0], counts[1])));
        Map<String, Report.Region> largest = new LinkedHashMap<>();
        countries.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, int[]> entry) -> -entry.getValue()[0])
                        .thenComparing(Map.Entry::getKey))
                .limit(MOST_COUNTRIES)
                .forEach(entry -> largest.put(entry.getKey(), region(entry.getValue())));
        Map<String, Report.Region> wide = new LinkedHashMap<>();
        continents.forEach((name, counts) -> wide.put(name, region(counts)));
        return new Report(exemplars, outcomes, rates, duplicates.found(), lengths(), wide, largest, evenness());
    }

    private int[] counts(ClaimKind kind) {
        return kinds.computeIfAbsent(kind, key -> new int[2]);
    }

    private static void count(Map<String, int[]> regions, String name, int wrong) {
        int[] counts = regions.computeIfAbsent(name, key -> new int[2]);
        counts[0]++;
        counts[1] += wrong;
    }

    private static Report.Region region(int[] counts) {
        return new Report.Region(counts[0], counts[1]);
    }

    @Nullable
    private Country country(Exemplar exemplar) {
        return gazetteer
                .country(exemplar.country())
                .or(() -> Optional.ofNullable(exemplar.position())
                        .flatMap(position -> gazetteer.country(position, NEAR_METRES)))
                .orElse(null);
    }

    private Report.Lengths lengths() {
        List<Integer> bins = new ArrayList<>(Collections.nCopies(BINS, 0));
        for (int words = 0; words < lengths.length; words++) {
            int bin = Math.min(BINS - 1, Math.max(0, words - 1) / BIN_WORDS);
            bins.set(bin, bins.get(bin) + lengths[words]);
        }
        return new Report.Lengths(quantile(0), quantile(0.5), quantile(0.95), quantile(1), bins);
    }

    /** The length that at least this share of the texts does not exceed. */
    private int quantile(double share) {
        long wanted = Math.max(1, (long) Math.ceil(share * exemplars));
        long seen = 0;
        for (int words = 0; words < lengths.length; words++) {
            seen += lengths[words];
            if (seen >= wanted) {
                return words;
            }
        }
        return 0;
    }

    private double evenness() {
        Collection<int[]> counted = countries.values();
        if (counted.size() < 2) {
            return 0;
        }
        double entropy = 0;
        for (int[] counts : counted) {
            double share = (double) counts[0] / exemplars;
            entropy -= share * Math.log(share);
        }
        return entropy / Math.log(counted.size());
    }
}
