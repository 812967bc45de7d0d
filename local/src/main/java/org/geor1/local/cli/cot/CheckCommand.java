package org.geor1.local.cli.cot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.factcheck.claim.ClaimKind;
import org.geor1.factcheck.jsonl.FileCheck;
import org.geor1.factcheck.report.Report;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a file of chains of thought. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description =
                "Holds what each chain of thought of a JSON-lines file claims against its metadata and a gazetteer of the "
                        + "Earth. Exit code 1 if a text is rejected or a line is faulty.")
final class CheckCommand implements Callable<Integer> {

    private static final int MOST_SHOWN = 20;

    @Mixin
    Output output = new Output();

    @Parameters(
            paramLabel = "FILE",
            description =
                    "A row a line: id, text (or a gpt turn in conversations), lat, lon, country, city; or the exemplars "
                            + "that cot build wrote.")
    Path file = Path.of("");

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description =
                    "Where to write report.json, report.html, verdicts.jsonl, and checked.jsonl with the rows that are "
                            + "accepted or repaired. Files of these names are replaced.")
    @Nullable
    Path report;

    @Override
    public Integer call() {
        FileCheck.Result result = check();
        result.faults().stream().limit(MOST_SHOWN).forEach(output::note);
        if (result.faultyLines() > MOST_SHOWN) {
            output.note("and " + (result.faultyLines() - MOST_SHOWN) + " more faulty lines");
        }
        output.document(result);
        describe(result);
        boolean clean = result.faultyLines() == 0 && result.report().outcomes().getOrDefault("rejected", 0) == 0;
        return clean ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private FileCheck.Result check() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new EnvironmentProblem("Cannot read " + file, "Name a file of JSON lines that you may read");
        }
        FileCheck check = new FileCheck(Gazetteer.earth());
        try {
            if (!output.isTerminal()) {
                return check.check(file, report, bytes -> {});
            }
            try (ProgressBar bar = RunFollower.bar("check", Files.size(file)).build()) {
                return check.check(file, report, bar::stepTo);
            }
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot check " + file + " (" + DiskFull.describe(e) + ")",
                    "Look at the file and at the directory of --report",
                    e);
        }
    }

    private void describe(FileCheck.Result result) {
        Report found = result.report();
        Map<String, Integer> outcomes = found.outcomes();
        output.line("%d exemplars: %d accepted, %d repaired, %d rejected; %d faulty lines"
                .formatted(
                        found.exemplars(),
                        outcomes.getOrDefault("accepted", 0),
                        outcomes.getOrDefault("repaired", 0),
                        outcomes.getOrDefault("rejected", 0),
                        result.faultyLines()));
        found.kinds().forEach((kind, rate) -> output.line(line(kind, rate)));
        output.line("%d exact and %d near duplicates"
                .formatted(found.duplicates().exact(), found.duplicates().near()));
        if (report != null) {
            output.line("Report: " + report.resolve("report.html"));
        }
    }

    private static String line(ClaimKind kind, Report.Rate rate) {
        return String.format(
                Locale.ROOT,
                "  %-12s  %d of %d claims false (%.1f %%)",
                kind.name().toLowerCase(Locale.ROOT),
                rate.errors(),
                rate.claims(),
                100 * rate.rate());
    }
}
