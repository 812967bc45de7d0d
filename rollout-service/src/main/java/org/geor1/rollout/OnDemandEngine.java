package org.geor1.rollout;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.jspecify.annotations.Nullable;

/** Loads libtorch and a model when the first weights are asked for: a replica without work starts in seconds. */
final class OnDemandEngine implements RolloutEngine {

    private @Nullable QwenRolloutEngine engine;

    @Override
    public synchronized Generation generate(List<GenerationRequest> requests) {
        return opened().generate(requests);
    }

    @Override
    public synchronized void swap(Path directory, long policyVersion) {
        if (engine == null) {
            engine = QwenRolloutEngine.open(
                    directory, policyVersion, Engine.getEngine("PyTorch").defaultDevice());
        } else {
            engine.swap(directory, policyVersion);
        }
    }

    @Override
    public synchronized long policyVersion() {
        return opened().policyVersion();
    }

    private QwenRolloutEngine opened() {
        if (engine == null) {
            throw new IllegalStateException("no weights are loaded yet");
        }
        return engine;
    }

    @Override
    public synchronized void close() {
        if (engine != null) {
            engine.close();
            engine = null;
        }
    }
}
