package org.geor1.local.demo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** Prints the paper's table next to ours. */
public final class ResultTable {

    /**
     * A row of the paper's table (arXiv 2510.00072), Qwen2.5-VL-7B on real cities.
     *
     * @param accuracy pairing accuracy, in percent
     * @param length mean completion length in tokens, or a dash where the paper gives none
     */
    private record Published(String title, double accuracy, String length) {}

    private static final Map<String, Published> PAPER = paper();

    private ResultTable() {}

    private static Map<String, Published> paper() {
        Map<String, Published> rows = new LinkedHashMap<>();
        rows.put("base", new Published("Base", 19.0, "-"));
        rows.put("geo-sft", new Published("Geo-SFT", 23.0, "1127.6"));
        rows.put("geo-r1-zero", new Published("Geo-R1-Zero", 78.1, "587.4"));
        rows.put("geo-r1", new Published("Geo-R1", 82.4, "-"));
        return rows;
    }

    /** Lines of the table, then of accuracy by shared cues. */
    public static List<String> lines(Demo.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add("Cross-view pairing: one panorama, five tiles of the same city, held-out cities");
        lines.add(String.format(
                Locale.ROOT,
                "%-12s | %8s %8s | %8s %14s %8s %7s %6s",
                "",
                "paper %",
                "tokens",
                "ours %",
                "95 % interval",
                "tokens",
                "format",
                "s"));
        PAPER.forEach((name, paper) -> lines.add(row(paper, outcome.report().stage(name))));
        DemoReport.BlankImage blank = outcome.report().blankImage();
        lines.add(String.format(
                Locale.ROOT,
                "Geo-R1 on grey images: %.1f %% of %d (chance is 20 %%)",
                100 * blank.accuracy(),
                blank.n()));
        lines.addAll(shareLines(outcome));
        return lines;
    }

    private static String row(Published paper, DemoReport.@org.jspecify.annotations.Nullable Stage ours) {
        String left =
                String.format(Locale.ROOT, "%-12s | %8.1f %8s | ", paper.title(), paper.accuracy(), paper.length());
        if (ours == null) {
            return left + "not run (--with-zero)";
        }
        return left
                + String.format(
                        Locale.ROOT,
                        "%8.1f %6.1f to %4.1f %8.1f %7.2f %6.0f",
                        100 * ours.accuracy(),
                        100 * ours.low(),
                        100 * ours.high(),
                        ours.meanLength(),
                        ours.format(),
                        ours.seconds());
    }

    private static List<String> shareLines(Demo.Outcome outcome) {
        SortedSet<Integer> counts = new TreeSet<>();
        outcome.bySharedCues().values().forEach(shares -> counts.addAll(shares.keySet()));
        if (counts.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("Accuracy % by the most cues a confuser shares:");
        counts.forEach(count -> header.append(String.format(Locale.ROOT, "%8d", count)));
        lines.add(header.toString());
        outcome.bySharedCues().forEach((stage, shares) -> {
            StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "  %-44s", stage));
            for (int count : counts) {
                EvaluationResult.Share share = shares.get(count);
                row.append(share == null ? "       -" : String.format(Locale.ROOT, "%8.1f", 100 * share.accuracy()));
            }
            lines.add(row.toString());
        });
        return lines;
    }
}
