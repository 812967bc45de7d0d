package org.geor1.local.cli.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.data.DatasetReader;
import org.geor1.data.Row;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.data.check.DatasetCheck;
import org.geor1.data.check.DatasetReport;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.DatasetArguments;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a dataset in the canonical form. */
@Command(
        name = "convert",
        mixinStandardHelpOptions = true,
        description = "Writes a dataset as canonical JSON lines. A wrong row fails it, and nothing is written.")
final class ConvertCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    DatasetArguments dataset = new DatasetArguments();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to write; it must not exist. Image paths stay relative to the dataset's folder.")
    Path out = Path.of("");

    @Option(names = "--skip", description = "Leave wrong rows out and count them.")
    boolean skip;

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw new CommandFailure(out + " exists. Name a file that does not");
        }
        DatasetReader reader = dataset.reader();
        Path part = out.resolveSibling(out.getFileName() + ".part");
        try (DatasetCheck check = dataset.open(reader)) {
            write(check, part);
            finish(part);
            report(reader, check.report());
            return ExitCodes.OK;
        } catch (IOException | UncheckedIOException e) {
            throw dataset.unreadable(e);
        } finally {
            part.toFile().delete();
        }
    }

    private void write(DatasetCheck check, Path part) {
        try (BufferedWriter writer = Files.newBufferedWriter(part);
                RowProgress progress = new RowProgress(output, "convert")) {
            while (check.hasNext()) {
                Row row = check.next();
                progress.step();
                if (row instanceof Row.Sample sample) {
                    writer.write(CanonicalJson.line(sample));
                    writer.write('\n');
                } else if (!skip) {
                    throw new CommandFailure(row + ". Nothing was written; --skip leaves such rows out");
                }
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
        if (check.report().samples() == 0) {
            throw new CommandFailure("there is no sample in " + dataset.path + "; nothing was written");
        }
    }

    private void finish(Path part) {
        try {
            Files.move(part, out);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private EnvironmentProblem unwritable(IOException cause) {
        return new EnvironmentProblem(
                "Cannot write " + out + " (" + DiskFull.describe(cause) + ")",
                "Free space there, or name another file with --out",
                cause);
    }

    private void report(DatasetReader reader, DatasetReport report) {
        output.line("%s: %d samples, %d rows left out, sha256 %s"
                .formatted(out, report.samples(), report.faults(), report.sha256()));
        report.listed().forEach(fault -> output.note(fault.toString()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", reader.name());
        document.put("file", out.toString());
        document.put("report", report);
        output.document(document);
    }
}
