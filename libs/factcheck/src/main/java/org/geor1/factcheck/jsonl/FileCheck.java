package org.geor1.factcheck.jsonl;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.geor1.factcheck.check.Exemplar;
import org.geor1.factcheck.check.FactChecker;
import org.geor1.factcheck.check.Verdict;
import org.geor1.factcheck.report.HtmlReport;
import org.geor1.factcheck.report.Report;
import org.geor1.factcheck.report.Reporter;
import org.geor1.gazetteer.Gazetteer;
import org.jspecify.annotations.Nullable;

/** Checks a file of exemplars line by line, so that its size does not matter. */
public final class FileCheck {
    private static final int MOST_FAULTS = 100;

    private final Gazetteer gazetteer;
    private final FactChecker checker;

    public FileCheck(Gazetteer gazetteer) {
        this.gazetteer = gazetteer;
        this.checker = new FactChecker(gazetteer);
    }

    /**
     * What became of a file.
     *
     * @param faultyLines how many lines were no exemplars; they are in no other figure
     * @param faults the first hundred of their messages, each with file and line
     */
    public record Result(Report report, int faultyLines, List<String> faults) {
        public Result {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Checks all lines; blank ones are skipped.
     *
     * @param directory where to write {@code report.json}, {@code report.html}, {@code verdicts.jsonl} (one line an exemplar) and
     *     {@code checked.jsonl} (the rows accepted or repaired); null writes nothing
     * @param progress is given the number of bytes read after each line
     * @throws IOException if a file cannot be read or written
     */
    public Result check(Path file, @Nullable Path directory, LongConsumer progress) throws IOException {
        if (directory == null) {
            return check(file, null, null, progress);
        }
        Files.createDirectories(directory);
        Result result;
        try (BufferedWriter verdicts = Files.newBufferedWriter(directory.resolve("verdicts.jsonl"));
                BufferedWriter checked = Files.newBufferedWriter(directory.resolve("checked.jsonl"))) {
            result = check(file, verdicts, checked, progress);
        }
        Files.writeString(directory.resolve("report.json"), ExemplarJsonl.line(result) + "\n");
        Path name = file.getFileName();
        Files.writeString(directory.resolve("report.html"), HtmlReport.of(result.report(), String.valueOf(name)));
        return result;
    }

    private Result check(
            Path file, @Nullable BufferedWriter verdicts, @Nullable BufferedWriter checked, LongConsumer progress)
            throws IOException {
        Reporter reporter = new Reporter(gazetteer);
        List<String> faults = new ArrayList<>();
        int faulty = 0;
        try (JsonlLines lines = new JsonlLines(file)) {
            for (JsonlLines.Line line = lines.next(); line != null; line = lines.next()) {
                String where = file + " line " + line.number();
                String fault = line.fault() == null ? null : where + ": " + line.fault();
                String text = line.text();
                if (text != null && !text.isBlank()) {
                    fault = check(text, where, line.number(), reporter, verdicts, checked);
                }
                if (fault != null) {
                    faulty++;
                    if (faults.size() < MOST_FAULTS) {
                        faults.add(fault);
                    }
                }
                progress.accept(lines.bytes());
            }
        }
        return new Result(reporter.report(), faulty, faults);
    }

    /** What is wrong with the line, or null. */
    @Nullable
    private String check(
            String line,
            String where,
            long number,
            Reporter reporter,
            @Nullable BufferedWriter verdicts,
            @Nullable BufferedWriter checked)
            throws IOException {
        Exemplar exemplar;
        try {
            exemplar = ExemplarJsonl.parse(line, where, "line-" + number);
        } catch (ExemplarJsonl.Fault fault) {
            return fault.getMessage();
        }
        Verdict verdict = checker.check(exemplar);
        reporter.add(exemplar, verdict);
        if (verdicts != null && checked != null) {
            verdicts.write(ExemplarJsonl.line(verdict));
            verdicts.write('\n');
            if (verdict.outcome() != Verdict.Outcome.REJECTED) {
                checked.write(
                        verdict.outcome() == Verdict.Outcome.ACCEPTED
                                ? line.strip()
                                : ExemplarJsonl.withText(line, verdict));
                checked.write('\n');
            }
        }
        return null;
    }
}
