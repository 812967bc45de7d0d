package org.geor1.local.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.geor1.local.cli.PlatformAccess.Connection;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.client.RunView;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows a run's progress until it ends: a bar on a terminal, a line every few seconds elsewhere. */
final class RunFollower {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private static final Map<String, String> WATCHED = watched();

    private final PlatformClient client;
    private final boolean own;
    private final Output output;

    RunFollower(Connection connection, Output output) {
        this.client = connection.client();
        this.own = connection.platform() != null;
        this.output = output;
    }

    private static Map<String, String> watched() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("reward", "reward");
        names.put("rewards/accuracy/mean", "accuracy");
        names.put("loss", "loss");
        return names;
    }

    /**
     * Says where a new run is to be seen, and how it ended.
     *
     * @param detach do not wait for the end
     * @throws CommandFailure if it did not succeed
     */
    void report(RunView created, String label, boolean detach) {
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

    /** Blocks until the run is finished and returns its last view; who interrupts that is told what becomes of the run. */
    RunView follow(RunView run, String label) {
        try (ShutdownHooks.Registration hook = ShutdownHooks.atExit(() -> output.note(farewell(run)))) {
            return output.isTerminal() ? watchWithBar(run, label) : watch(run, label, null);
        }
    }

    private String farewell(RunView run) {
        return own
                ? "%nRun %s stops here and continues when the platform starts again on the same home"
                        .formatted(run.id())
                : "%nRun %s goes on at %s. This stops it: ./geor1 runs %s --cancel --url %s"
                        .formatted(run.id(), client.base(), run.id(), client.base());
    }

    private RunView watchWithBar(RunView run, String label) {
        try (ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(label)
                .setInitialMax(Math.max(1, run.maxSteps()))
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(250)
                .showSpeed()
                .build()) {
            return watch(run, label, bar);
        }
    }

    private RunView watch(RunView run, String label, @Nullable ProgressBar bar) {
        long started = System.nanoTime();
        long nextLine = started + LINE_EVERY.toNanos();
        long shownStep = -1;
        RunView now = run;
        while (!now.isFinished()) {
            pause();
            now = client.run(run.id());
            if (bar != null) {
                bar.stepTo(now.step());
                if (now.step() != shownStep) {
                    bar.setExtraMessage(latest(now));
                    shownStep = now.step();
                }
            } else if (System.nanoTime() >= nextLine) {
                nextLine += LINE_EVERY.toNanos();
                output.note(progressLine(now, label, started));
            }
        }
        return now;
    }

    private String progressLine(RunView run, String label, long started) {
        double seconds = (System.nanoTime() - started) / 1e9;
        long taken = run.step() - run.startStep();
        String eta = taken == 0
                ? ""
                : String.format(Locale.ROOT, "  ~%.0f s left", seconds / taken * (run.maxSteps() - run.step()));
        return String.format(
                Locale.ROOT,
                "%s  step %d/%d  %s%s  (%s, %.0f s)",
                label,
                run.step(),
                run.maxSteps(),
                latest(run),
                eta,
                run.state(),
                seconds);
    }

    /** The newest value of the curves a reader watches, such as {@code reward 0.41  accuracy 0.35}. */
    private static String latest(RunView run) {
        StringBuilder text = new StringBuilder();
        WATCHED.forEach((metric, name) -> {
            JsonNode value = run.json().path("latest").path(metric);
            if (value.isNumber()) {
                text.append(String.format(Locale.ROOT, "%s %.3f  ", name, value.asDouble()));
            }
        });
        return text.toString().strip();
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
