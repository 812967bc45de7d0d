package org.geor1.local.cli.plan;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.local.cli.terminal.Bytes;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.protocol.training.Lora;
import org.geor1.rl.grpo.GrpoConfig;
import org.geor1.rl.memory.DeviceMemory;
import org.geor1.rl.memory.MemoryGuard;
import org.geor1.rl.memory.MemoryOptions;
import org.geor1.rl.memory.MemoryPlan;
import org.geor1.rl.memory.MemoryPlanner;
import org.geor1.rl.memory.MemoryTerm;
import org.geor1.rl.memory.StepShape;
import org.geor1.rl.trained.Trainable;
import org.geor1.rl.trained.TrainedTensors;
import org.geor1.vlm.checkpoint.Qwen25VlConfig;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts the memory of a GRPO step before anything is loaded. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Predicts the peak memory of a GRPO step, term by term. Exit code 1 if it does not fit.")
public final class PlanCommand implements Callable<Integer> {

    private static final double GIB = 1L << 30;

    @Mixin
    Output output = new Output();

    @Option(names = "--model", required = true, description = "3b, 7b, or a directory with a config.json.")
    String model = "";

    @Option(names = "--prompt-tokens", description = "Tokens of a prompt, images included (default: ${DEFAULT-VALUE}).")
    int promptTokens = 4096;

    @Option(names = "--image-tokens", description = "How many of them are image tokens (default: all).")
    @Nullable
    Integer imageTokens;

    @Option(names = "--completion-tokens", description = "max_completion_length (default: ${DEFAULT-VALUE}).")
    int completionTokens = 2048;

    @Option(names = "--group-size", description = "Completions of a prompt (default: ${DEFAULT-VALUE}).")
    int groupSize = 8;

    @Option(names = "--prompts-per-step", description = "Prompts of a step (default: ${DEFAULT-VALUE}).")
    int promptsPerStep = 1;

    @Option(names = "--beta", description = "A reference policy is kept if positive (default: ${DEFAULT-VALUE}).")
    double beta = 0;

    @Option(names = "--train-vision", description = "Train the vision tower too (freeze_vision=false).")
    boolean trainVision;

    @Option(names = "--freeze", split = ",", description = "Modules that are not trained: model.embed_tokens,lm_head …")
    List<String> freeze = List.of();

    @Option(names = "--lora-r", description = "Train LoRA adapters of this rank instead of all weights.")
    @Nullable
    Integer loraRank;

    @Option(
            names = "--lora-target-modules",
            split = ",",
            description = "Modules of a layer that have an adapter (default: ${DEFAULT-VALUE}).")
    List<String> loraModules = Lora.MODULES;

    @Option(names = "--gradient-checkpointing", description = "Run layers again in the backward pass.")
    boolean gradientCheckpointing;

    @Option(names = "--weights-dtype", description = "Type of weights, activations and gradients: fp32 or bf16.")
    Precision weightsDtype = Precision.FP32;

    @Option(names = "--optim-states", description = "Type of the optimizer's moments: fp32 or bf16.")
    Precision optimStates = Precision.FP32;

    @Option(names = "--offload-optimizer", description = "Keep the moments in the machine's memory.")
    boolean offloadOptimizer;

    @Option(names = "--offload-reference", description = "Keep the reference policy in the machine's memory.")
    boolean offloadReference;

    @Option(names = "--rollout-precision", description = "geor1.rollout.precision: fp32 or bf16.")
    Precision rolloutPrecision = Precision.FP32;

    @Option(
            names = "--device-memory",
            description = "Memory of one GPU, such as 80GiB (default: this machine's, where nothing can be offloaded).")
    @Nullable
    String deviceMemory;

    @Override
    public Integer call() {
        Qwen25VlConfig config = PublishedModels.find(model);
        StepShape shape = shape(config);
        long memory = memory();
        List<MemoryPlan> moments = MemoryPlanner.moments(config, shape);
        MemoryPlan peak = MemoryPlanner.plan(config, shape);
        boolean fits = peak.total() <= memory;
        print(peak, "Training step, at its peak: " + peak.moment());
        output.line("At other moments:");
        for (MemoryPlan moment : moments) {
            if (!moment.equals(peak)) {
                MemoryTerm last = moment.terms().get(moment.terms().size() - 1);
                output.line(
                        row("  " + moment.moment(), moment.total(), "with " + last.name() + ": " + gib(last.bytes())));
            }
        }
        List<MemoryTerm> rollout = MemoryPlanner.rollout(config, shape, rolloutPrecision);
        output.line("Rollouts, if they are drawn on the same device:");
        rollout.forEach(term -> output.line(row("  " + term.name(), term.bytes(), term.formula())));
        List<MemoryTerm> host = MemoryPlanner.host(config, shape);
        if (!host.isEmpty()) {
            output.line("In the machine's memory:");
            host.forEach(term -> output.line(row("  " + term.name(), term.bytes(), term.formula())));
        }
        long together = together(peak, config, shape, rollout);
        output.line(row("Both on one device, at the higher peak", together, ""));
        String verdict = String.format(Locale.ROOT, "The step %s %s", fits ? "fits" : "does not fit", gib(memory));
        output.line(
                fits
                        ? verdict
                        : verdict + ": " + MemoryGuard.advice(config, shape, memory, deviceMemory != null) + ".");
        if (fits && together > memory) {
            output.line("It does not fit with rollouts on the same device; give them another.");
        }
        output.document(document(moments, rollout, host, together, memory, fits));
        return fits ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    /**
     * While a step runs the rollout engine's weights stay in memory, and the training state stays while rollouts are
     * drawn.
     */
    private static long together(MemoryPlan peak, Qwen25VlConfig config, StepShape shape, List<MemoryTerm> rollout) {
        long drawing = MemoryPlanner.state(config, shape)
                + rollout.stream().mapToLong(MemoryTerm::bytes).sum();
        return Math.max(peak.total() + rollout.get(0).bytes(), drawing);
    }

    private StepShape shape(Qwen25VlConfig config) {
        for (int size : List.of(promptTokens, completionTokens, groupSize, promptsPerStep)) {
            if (size < 1) {
                throw new CommandFailure("sizes must be at least 1, not " + size);
            }
        }
        MemoryOptions options = new MemoryOptions(weightsDtype, optimStates, offloadOptimizer, offloadReference);
        int images = imageTokens == null ? promptTokens : imageTokens;
        return new StepShape(
                promptTokens,
                images,
                completionTokens,
                groupSize,
                promptsPerStep,
                GrpoConfig.GROUPS_PER_PASS,
                trainable(config),
                gradientCheckpointing,
                beta > 0,
                deviceMemory == null ? options.onHost() : options,
                deviceMemory != null);
    }

    private Trainable trainable(Qwen25VlConfig config) {
        try {
            // The scale of adapters takes no memory.
            Lora lora = loraRank == null ? null : new Lora(loraRank, loraRank, loraModules);
            Trainable trainable = new Trainable(!trainVision, freeze, lora);
            TrainedTensors.of(config, trainable);
            return trainable;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private long memory() {
        if (deviceMemory != null) {
            return Bytes.parse(deviceMemory);
        }
        return DeviceMemory.of(Device.cpu())
                .orElseThrow(() -> new CommandFailure("Cannot tell this machine's memory. Give --device-memory"));
    }

    private void print(MemoryPlan plan, String title) {
        output.line(title);
        plan.terms().forEach(term -> output.line(row("  " + term.name(), term.bytes(), term.formula())));
        output.line(row("  total", plan.total(), ""));
    }

    private static String row(String name, long bytes, String formula) {
        return String.format(Locale.ROOT, "%-42s %12s  %s", name, gib(bytes), formula)
                .stripTrailing();
    }

    private static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.2f GiB", bytes / GIB);
    }

    private static Map<String, Object> document(
            List<MemoryPlan> moments,
            List<MemoryTerm> rollout,
            List<MemoryTerm> host,
            long together,
            long memory,
            boolean fits) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (MemoryPlan moment : moments) {
            all.add(Map.of("moment", moment.moment(), "total", moment.total(), "terms", moment.terms()));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("moments", all);
        document.put("rollout", rollout);
        document.put("host", host);
        document.put("with_rollouts", together);
        document.put("device_memory", memory);
        document.put("fits", fits);
        return document;
    }
}
