package org.geor1.local.cli.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.data.DatasetReader;
import org.geor1.data.Row;
import org.geor1.data.check.DatasetCheck;
import org.geor1.data.check.DatasetReport;
import org.geor1.local.cli.dataset.DatasetArguments;
import org.geor1.local.cli.dataset.ReportText;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what is in a dataset and what is wrong with it. */
@Command(
        name = "validate",
        mixinStandardHelpOptions = true,
        description = "Says what is in a dataset, and every row that is wrong. Exit code 1 if one is.")
final class ValidateCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    DatasetArguments dataset = new DatasetArguments();

    @ArgGroup
    Policy policy = new Policy();

    static final class Policy {
        @Option(names = "--strict", description = "Stop at the first wrong row.")
        boolean strict;

        @Option(names = "--skip", description = "Take wrong rows as left out: count them, and exit with code 0.")
        boolean skip;
    }

    @Override
    public Integer call() {
        DatasetReader reader = dataset.reader();
        try (DatasetCheck check = dataset.open(reader)) {
            read(check);
            DatasetReport report = check.report();
            ReportText.print(output, reader.name(), report);
            output.document(document(reader, report));
            boolean failed = report.samples() == 0 || (report.faults() > 0 && !policy.skip);
            return failed ? ExitCodes.FAILURE : ExitCodes.OK;
        } catch (IOException | UncheckedIOException e) {
            throw dataset.unreadable(e);
        }
    }

    private void read(DatasetCheck check) {
        try (RowProgress progress = new RowProgress(output, "validate")) {
            while (check.hasNext()) {
                boolean fault = check.next() instanceof Row.Fault;
                progress.step();
                if (fault && policy.strict) {
                    return;
                }
            }
        }
    }

    private static Map<String, Object> document(DatasetReader reader, DatasetReport report) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("format", reader.name());
        document.put("report", report);
        return document;
    }
}
