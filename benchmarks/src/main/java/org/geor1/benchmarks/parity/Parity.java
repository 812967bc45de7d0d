package org.geor1.benchmarks.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.geor1.benchmarks.parity.golden.Goldens;

/** Every row of the parity table: {@code geor1 bench parity}. */
public final class Parity {

    private Parity() {}

    /** A part of the table, computed when asked for. */
    record Part(String name, Supplier<List<Check>> checks) {}

    static List<Part> parts(Goldens goldens) {
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("images", () -> PixelChecks.of(goldens)));
        parts.add(new Part("added tokens", () -> TokenizerChecks.addedTokens(goldens)));
        parts.add(new Part("chat templates", () -> TokenizerChecks.templates(goldens)));
        for (String checkpoint : goldens.checkpoints()) {
            parts.add(new Part(checkpoint + " prompts", () -> PromptChecks.of(goldens, checkpoint)));
            parts.add(new Part(checkpoint + " model", () -> ModelChecks.of(goldens, checkpoint)));
            parts.add(new Part(checkpoint + " generation", () -> GenerationChecks.of(goldens, checkpoint)));
        }
        parts.add(new Part("sampling", () -> SamplingChecks.of(goldens)));
        parts.add(new Part("losses", () -> LossChecks.of(goldens)));
        parts.add(new Part("updates", () -> StepChecks.of(goldens, false)));
        parts.add(new Part("recomputed updates", () -> StepChecks.of(goldens, true)));
        parts.add(new Part("updates of adapters", () -> LoraChecks.of(goldens)));
        parts.add(new Part("checkpoints", () -> CheckpointChecks.of(goldens)));
        return parts;
    }

    /** Prints the table; returns whether every check passes. */
    public static boolean print() {
        int total = 0;
        int past = 0;
        for (Part part : parts(Goldens.committed())) {
            for (Check check : part.checks().get()) {
                System.out.println(check);
                total++;
                past += check.passes() ? 0 : 1;
            }
        }
        System.out.println("parity: " + total + " checks, " + past + " past tolerance");
        return past == 0;
    }
}
