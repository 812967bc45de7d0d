package org.geor1.local.demo;

import java.util.List;
import java.util.Map;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.protocol.rollout.Confusers;
import org.geor1.protocol.rollout.Questions;
import org.geor1.protocol.run.Eval;
import org.geor1.protocol.run.EvalTask;
import org.geor1.protocol.run.Grpo;
import org.geor1.protocol.run.Method;
import org.geor1.protocol.run.RunSpec;
import org.geor1.protocol.run.RunSpecReader;
import org.geor1.protocol.run.Sft;

/**
 * All numbers of the demo's pipeline, in one place.
 *
 * @param model the base
 * @param dataset where exemplars and questions come from
 * @param sft scaffolding
 * @param grpo elevating, from the scaffolded model
 * @param zero the same from the base, for the RL-only arm
 * @param reward what GRPO rewards. Format has a small weight: a chain that stops after the cues is well formed from the
 *     start, and at 0.5 it won before longer chains were right often enough
 * @param eval held-out questions for every stage
 * @param blank the same with grey images, to measure the accuracy of guessing
 */
public record DemoRecipe(
        String model, String dataset, Sft sft, Grpo grpo, Grpo zero, RewardSpec reward, Eval eval, Eval blank) {

    private static final int CANDIDATES = 5;
    private static final int COMPLETION = 160;

    /**
     * Above 1, and in groups of 16: with 1 and 8, most groups soon held the same answer eight times, which gives no
     * gradient.
     */
    private static final double TEMPERATURE = 1.2;

    /** The recipe that {@code geor1 demo} runs. */
    public static DemoRecipe standard() {
        Grpo grpo = grpo(200, 8, 16);
        return new DemoRecipe(
                "nano-base",
                "mini-earth",
                sft(60, 32),
                grpo,
                grpo,
                new RewardSpec(
                        List.of(new RewardSpec.Component("accuracy", 1), new RewardSpec.Component("format", 0.2)),
                        1024),
                eval(512, false),
                eval(256, true));
    }

    /** A few steps of every stage: shows that the parts work together, not that they learn. */
    public static DemoRecipe miniature() {
        DemoRecipe standard = standard();
        Grpo grpo = grpo(2, 2, 4);
        return new DemoRecipe(
                standard.model,
                standard.dataset,
                sft(2, 4),
                grpo,
                grpo,
                standard.reward,
                eval(8, false),
                eval(4, true));
    }

    private static Sft sft(int steps, int batch) {
        return RunSpecReader.sft(Map.of(
                "max_steps",
                steps,
                "batch_size",
                batch,
                "learning_rate",
                8e-5,
                "weight_decay",
                0.01,
                "warmup_steps",
                Math.min(10, steps),
                "freeze_vision",
                true,
                "checkpoint_every",
                steps));
    }

    private static Grpo grpo(int steps, int prompts, int group) {
        return RunSpecReader.grpo(Map.of(
                "max_steps", steps,
                "prompts_per_step", prompts,
                "group_size", group,
                "temperature", TEMPERATURE,
                "max_completion_length", COMPLETION,
                "learning_rate", 2e-4,
                "warmup_steps", Math.min(10, steps),
                "checkpoint_every", Math.min(25, steps),
                "candidates", CANDIDATES));
    }

    private static Eval eval(int questions, boolean blank) {
        return new Eval(
                EvalTask.PAIRING,
                1,
                questions,
                new Questions(Math.min(64, questions), CANDIDATES, Confusers.SAME_CITY),
                COMPLETION,
                blank);
    }

    /** A run of this recipe. */
    RunSpec run(String name, String startFrom, long seed, Method method) {
        return new RunSpec("demo", name, startFrom, dataset, null, null, seed, method, reward);
    }
}
