package org.geor1.local.cli.platform;

import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.cli.terminal.ProgressText;
import org.geor1.local.cli.terminal.ShutdownHooks;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.jspecify.annotations.Nullable;

/** Shows a run's progress until it ends: a bar on a terminal, a line every few seconds elsewhere. */
public final class RunFollower {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private final PlatformClient client;
    private final boolean own;
    private final Output output;

    public RunFollower(Connection connection, Output output) {
        this.client = connection.client();
        this.own = connection.platform() != null;
        this.output = output;
    }

    /**
     * Prints where to watch a new run, and how it ended.
     *
     * @param detach do not wait for the end
     * @throws CommandFailure if it did not succeed
     */
    public void report(RunView created, String label, boolean detach) {
        RunView run = created;
        output.note("Run " + run.id() + "  " + client.base() + "/#/runs/" + run.id());
        if (!detach) {
            run = follow(run, label);
            String reason = run.result().path("reason").asString("");
            output.line("%s %s after step %d%s"
                    .formatted(run.id(), run.state(), run.step(), reason.isEmpty() ? "" : ": " + reason));
        }
        output.document(run.json());
        if (run.isFinished() && !run.hasSucceeded()) {
            throw new CommandFailure("Run " + run.id() + " " + run.state() + ": " + run.error());
        }
    }

    /**
     * Blocks until the run is finished and returns its last view; on Ctrl-C the user is told what happens to the run.
     */
    public RunView follow(RunView run, String label) {
        try (ShutdownHooks.Registration hook = ShutdownHooks.atExit(() -> output.note(farewell(run)))) {
            return output.isTerminal() ? watchWithBar(run, label) : watch(run, label, null);
        }
    }

    private String farewell(RunView run) {
        return own
                ? "%nRun %s stops here and continues when the platform starts again on the same home"
                        .formatted(run.id())
                : "%nRun %s continues at %s. To stop it: ./geor1 runs %s --cancel --url %s"
                        .formatted(run.id(), client.base(), run.id(), client.base());
    }

    private RunView watchWithBar(RunView run, String label) {
        try (ProgressBar bar = bar(label, run.maxSteps()).build()) {
            return watch(run, label, bar);
        }
    }

    public static ProgressBarBuilder bar(String label, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(label)
                .setInitialMax(Math.max(1, steps))
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(250)
                .showSpeed();
    }

    private RunView watch(RunView run, String label, @Nullable ProgressBar bar) {
        long started = System.nanoTime();
        long nextLine = started + LINE_EVERY.toNanos();
        RunView now = run;
        while (!now.isFinished()) {
            pause();
            now = client.run(run.id());
            if (bar != null) {
                bar.stepTo(now.step());
                bar.setExtraMessage(ProgressText.behindBar(now));
            } else if (System.nanoTime() >= nextLine) {
                nextLine += LINE_EVERY.toNanos();
                output.note(ProgressText.line(now, label, (System.nanoTime() - started) / 1e9));
            }
        }
        return now;
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted");
        }
    }
}
