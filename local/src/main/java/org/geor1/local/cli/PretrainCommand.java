package org.geor1.local.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.cli.terminal.ShutdownHooks;
import org.geor1.trainer.pretrain.Curriculum;
import org.geor1.trainer.pretrain.Pretraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the nano base, which takes the place of the base VLM, on Mini-Earth perception only. */
@Command(
        name = "pretrain",
        mixinStandardHelpOptions = true,
        description = "Trains the nano base model on Mini-Earth perception. It never sees a pairing label.")
final class PretrainCommand implements Callable<Integer> {

    private static final int LINE_EVERY = 50;
    private static final int STEP_SECONDS = 30;

    @Mixin
    Output output = new Output();

    @Option(names = "--seed", description = "Seed of weights and data (default: ${DEFAULT-VALUE}).")
    long seed = 7;

    @Option(names = "--out", required = true, description = "Directory to write; must not exist yet.")
    Path out = Path.of("nano");

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean interrupted;

    @Override
    public Integer call() {
        if (Files.exists(out)) {
            throw new CommandFailure(out + " exists already. Choose another --out");
        }
        try (ShutdownHooks.Registration hook = ShutdownHooks.atExit(this::interrupt)) {
            Pretraining.run(out, seed, Curriculum.standard(), this::progress);
        } finally {
            ended.countDown();
        }
        output.line("The base is in " + out);
        output.document(Map.of("model", out.toString(), "seed", seed));
        return ExitCodes.OK;
    }

    /** The current step ends first: a JVM that exits while native code runs crashes. */
    private void interrupt() {
        interrupted = true;
        try {
            ended.await(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void progress(String stage, int step, int most, double loss, Map<String, Double> accuracy) {
        if (interrupted) {
            throw new CancellationException("interrupted at step " + step + " of " + stage);
        }
        if (step % LINE_EVERY == 0 || step == most) {
            String shares = accuracy.entrySet().stream()
                    .map(entry -> "%s %.2f".formatted(entry.getKey(), entry.getValue()))
                    .collect(Collectors.joining("  "));
            output.note("%-10s %5d/%d  loss %.3f  %s".formatted(stage, step, most, loss, shares));
        }
    }
}
