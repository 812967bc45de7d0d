package org.geor1.local.cli.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.local.cli.terminal.Output;
import org.geor1.pairing.PairingReport;

/** The report on pairing questions. */
final class PairsText {

    private PairsText() {}

    static void print(Output output, Path out, PairingReport report, long leftOut) {
        report.leaks().forEach(leak -> output.line("leak       " + leak.line()));
        output.line(text(
                "places     %,d; %,d rows left out, %,d between splits, %,d with too few others",
                report.places(), leftOut, report.between(), report.passedOver()));
        new TreeMap<>(report.splits())
                .forEach((name, split) -> output.line(text(
                        "%-10s %,d questions about %,d places",
                        name.equals("none") ? "questions" : name, split.questions(), split.places())));
        output.line(text(
                "tests      %,d ways to guess answers from files",
                report.tests().size()));
        output.line(report.leaks().isEmpty() ? "written    " + out : "Nothing was written, because of the leaks above");
    }

    static Map<String, Object> document(Path out, PairingReport report, long leftOut) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("folder", out.toString());
        document.put("written", report.leaks().isEmpty());
        document.put("rows_left_out", leftOut);
        document.put("report", report);
        return document;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
