package org.geor1.local.cli.data;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.geor1.local.cli.terminal.Output;
import org.jspecify.annotations.Nullable;

/** Shows how many rows are read: a bar on a terminal, a line now and then elsewhere. How many there are, nobody knows. */
final class RowProgress implements AutoCloseable {

    private static final long LINE_EVERY = 100_000;

    private final Output output;
    private final @Nullable ProgressBar bar;
    private long rows;

    RowProgress(Output output, String label) {
        this.output = output;
        this.bar = output.isTerminal()
                ? new ProgressBarBuilder()
                        .setTaskName(label)
                        .setInitialMax(-1)
                        .setUnit(" rows", 1)
                        .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                        .showSpeed()
                        .build()
                : null;
    }

    void step() {
        rows++;
        if (bar != null) {
            bar.step();
        } else if (rows % LINE_EVERY == 0) {
            output.note(rows + " rows");
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
