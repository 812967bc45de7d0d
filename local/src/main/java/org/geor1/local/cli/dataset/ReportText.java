package org.geor1.local.cli.dataset;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.geor1.data.Row;
import org.geor1.data.check.DatasetReport;
import org.geor1.local.cli.terminal.Output;

/** A report for people. */
public final class ReportText {

    private static final int SHOWN = 10;

    private ReportText() {}

    public static void print(Output output, String format, DatasetReport report) {
        faults(output, report.listed(), report.faults());
        line(output, "format", format);
        line(output, "rows", "%,d: %,d samples, %,d faults", report.rows(), report.samples(), report.faults());
        line(output, "positions", "%,d samples with one", report.withPosition());
        counts(output, "splits", report.splits());
        counts(output, "countries", report.countries());
        counts(output, "cities", report.cities());
        DatasetReport.Images images = report.images();
        line(
                output,
                "images",
                "%,d, %.1f MB, %d to %d pixels wide, %d to %d high",
                images.count(),
                images.bytes() / 1e6,
                images.minWidth(),
                images.maxWidth(),
                images.minHeight(),
                images.maxHeight());
        line(output, "sha256", report.sha256());
    }

    public static void faults(Output output, List<Row.Fault> listed, long faults) {
        listed.forEach(fault -> output.line(fault.toString()));
        if (faults > listed.size()) {
            output.line("... and " + (faults - listed.size()) + " more");
        }
    }

    public static void line(Output output, String name, String format, Object... values) {
        String text = values.length == 0 ? format : String.format(Locale.ROOT, format, values);
        output.line(String.format(Locale.ROOT, "%-10s %s", name, text));
    }

    /** The largest ones. */
    public static void counts(Output output, String name, Map<String, Long> counts) {
        if (counts.isEmpty()) {
            return;
        }
        String shown = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(SHOWN)
                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", "));
        line(output, name, counts.size() > SHOWN ? shown + ", and " + (counts.size() - SHOWN) + " more" : shown);
    }
}
