package org.geor1.trainer;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.geor1.jobs.rollout.Rollout;

/** Short GRPO runs that can be compared with each other. */
abstract class GrpoFixture extends TrainerFixture {

    static final int STEPS = 7;
    static final int PROMPTS = 3;
    private static final int GROUP = 4;

    /** @param settings of GRPO as JSON with single quotes, without braces; may be empty */
    String submit(String settings, long seed) {
        String fixed = "'max_steps':%d,'prompts_per_step':%d,'group_size':%d,'checkpoint_every':3"
                .formatted(STEPS, PROMPTS, GROUP);
        String grpo = Stream.of(fixed, settings).filter(part -> !part.isEmpty()).collect(Collectors.joining(","));
        String method = "{'type':'grpo','grpo':{" + grpo + "}}";
        return submit(method.replace('\'', '"'), "nano-base", seed);
    }

    /** Waits until a step is drawn and scored, unless it would be after the last. */
    void awaitScored(String id, long step) {
        if (step <= STEPS) {
            await(() -> rollouts.progress(id, step).scored() == PROMPTS);
        }
    }

    /** The outcome of each group, in order. */
    List<String> groupRows(String id) {
        return LongStream.rangeClosed(1, STEPS)
                .boxed()
                .flatMap(step -> rollouts.groups(id, step).stream())
                .map(group -> group.step() + " " + group.index() + " " + group.policyVersion() + " " + group.state()
                        + " "
                        + group.rollouts().stream().map(Rollout::completion).toList())
                .toList();
    }
}
