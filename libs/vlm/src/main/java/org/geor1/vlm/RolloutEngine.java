package org.geor1.vlm;

import java.nio.file.Path;
import java.util.List;

/**
 * Draws completions from a policy. Calls are serialized by the engine; a weight swap waits for the running call, so one
 * completion never mixes two policy versions.
 */
public interface RolloutEngine extends AutoCloseable {

    /** Completions of each request, in order; element {@code i} has {@code requests.get(i).n()} entries. */
    Generation generate(List<GenerationRequest> requests);

    /** Loads the Hugging Face checkpoint in {@code directory} and serves it as {@code policyVersion} from then on. */
    void swap(Path directory, long policyVersion);

    /** The version that {@link #generate} would use now. */
    long policyVersion();

    @Override
    void close();

    /** What one call drew, and the policy version that drew it. */
    record Generation(long policyVersion, List<List<Completion>> completions) {}
}
