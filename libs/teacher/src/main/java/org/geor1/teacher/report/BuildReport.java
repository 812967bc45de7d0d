package org.geor1.teacher.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.geor1.factcheck.report.Report;

/**
 * What came of a build.
 *
 * @param ending why it ended
 * @param reason the same in words
 * @param target how many exemplars were wanted
 * @param kept how many there are
 * @param lineage what they were made with
 * @param factCheck of the answers that are chains of thought, kept or not
 */
public record BuildReport(
        Ending ending,
        String reason,
        long target,
        long kept,
        Map<String, String> lineage,
        Report factCheck,
        TeacherFigures teacher) {

    /** For people, by headings. */
    Map<String, Map<String, String>> tables() {
        Map<String, String> build = new LinkedHashMap<>();
        build.put("exemplars", kept + " of " + target);
        build.put("ended since", reason);
        build.putAll(lineage);
        Map<String, String> paid = new LinkedHashMap<>();
        TeacherFigures.Paid sums = teacher.paid();
        paid.put("answers", Long.toString(sums.answers()));
        paid.put("tokens of prompts", Long.toString(sums.promptTokens()));
        paid.put("tokens of answers", Long.toString(sums.completionTokens()));
        paid.put("answers without a count", Long.toString(sums.uncounted()));
        paid.put("cost", sums.cost());
        paid.put("tries that may have been billed without an answer", Long.toString(sums.losses()));
        paid.put("their cost at most", sums.lossCost());
        Map<String, String> run = new LinkedHashMap<>();
        run.put("requests", Long.toString(teacher.thisRun().requests()));
        teacher.thisRun().failures().forEach((kind, count) -> run.put(kind, Long.toString(count)));
        run.put("questions given up", Long.toString(teacher.thisRun().unanswered()));
        Map<String, Map<String, String>> tables = new LinkedHashMap<>();
        tables.put("Build", build);
        tables.put("Exemplars by question", text(teacher.kept()));
        tables.put("Answers rejected", text(teacher.rejected()));
        tables.put("Photos not asked about", text(teacher.skipped()));
        tables.put("Tokens and cost of all runs", paid);
        tables.put("This run", run);
        return tables;
    }

    private static Map<String, String> text(Map<String, Long> counts) {
        Map<String, String> text = new LinkedHashMap<>();
        counts.forEach((name, count) -> text.put(name, Long.toString(count)));
        return text;
    }
}
