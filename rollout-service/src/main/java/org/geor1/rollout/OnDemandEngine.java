package org.geor1.rollout;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch and a model when the first weights are asked for: a replica without work starts in seconds. Weights of
 * the same shape and tokenizer only replace the loaded ones; for others the model is opened anew.
 */
final class OnDemandEngine implements RolloutEngine {

    /** All of a checkpoint that a swap of weights does not read again. */
    private static final List<String> FIXED = List.of("config.json", "tokenizer.json", "preprocessor_config.json");

    private @Nullable QwenRolloutEngine engine;
    private List<String> loaded = List.of();

    @Override
    public synchronized Generation generate(List<GenerationRequest> requests) {
        return opened().generate(requests);
    }

    @Override
    public synchronized void swap(Path directory, long policyVersion) {
        List<String> wanted = fixed(directory);
        if (engine != null && wanted.equals(loaded)) {
            engine.swap(directory, policyVersion);
            return;
        }
        close();
        engine = QwenRolloutEngine.open(
                directory, policyVersion, Engine.getEngine("PyTorch").defaultDevice());
        loaded = wanted;
    }

    private static List<String> fixed(Path directory) {
        return FIXED.stream()
                .map(directory::resolve)
                .map(file -> {
                    try {
                        return Files.exists(file) ? Files.readString(file) : "";
                    } catch (IOException e) {
                        throw new UncheckedIOException("cannot read the model in " + directory, e);
                    }
                })
                .toList();
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
