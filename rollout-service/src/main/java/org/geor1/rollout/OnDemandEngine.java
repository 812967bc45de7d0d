package org.geor1.rollout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.CompanionFiles;
import org.geor1.vlm.engine.EngineObserver;
import org.geor1.vlm.engine.EngineOptions;
import org.geor1.vlm.engine.EngineStats;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.geor1.vlm.model.Devices;
import org.geor1.vlm.model.Precision;
import org.jspecify.annotations.Nullable;

/**
 * Loads libtorch and a model when weights are first needed, so a replica without work starts in seconds. Weights of the
 * same shape and tokenizer replace the loaded ones; for others the model is opened again.
 */
final class OnDemandEngine implements RolloutEngine {

    /** Files of a checkpoint that a swap of weights does not read again. */
    private static final List<String> FIXED = Stream.concat(Stream.of("config.json"), CompanionFiles.NAMES.stream())
            .toList();

    private final String device;
    private final Precision precision;
    private final EngineOptions options;
    private final EngineObserver observer;
    private volatile Held held = new Held(null, EngineStats.NONE);
    private List<String> loaded = List.of();

    /** One field for both, so that a reader never sees an engine's counts twice or not at all. */
    private record Held(@Nullable QwenRolloutEngine engine, EngineStats earlier) {

        EngineStats stats() {
            return (engine == null ? EngineStats.NONE : engine.stats()).after(earlier);
        }
    }

    /** @param device see {@link Devices#named}; resolved when the first weights are loaded */
    OnDemandEngine(String device, Precision precision, EngineOptions options, EngineObserver observer) {
        this.device = device;
        this.precision = precision;
        this.options = options;
        this.observer = observer;
    }

    /** Not synchronized: the engine takes requests of many callers at once. */
    @Override
    public List<? extends Ticket> submit(List<GenerationRequest> requests) {
        return opened().submit(requests);
    }

    /** Gauges are the current engine's; counts include those of all engines before it. */
    EngineStats stats() {
        return held.stats();
    }

    @Override
    public synchronized void swap(Path directory, long policyVersion) {
        List<String> wanted = new ArrayList<>(fixed(directory));
        // The same files may come with weights that have another head or none.
        wanted.add(Checkpoint.inspect(directory).toString());
        QwenRolloutEngine now = held.engine();
        if (now != null && wanted.equals(loaded)) {
            now.swap(directory, policyVersion);
            return;
        }
        close();
        QwenRolloutEngine opened =
                QwenRolloutEngine.open(directory, policyVersion, Devices.named(device), precision, options, observer);
        held = new Held(opened, held.earlier());
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
    public long policyVersion() {
        return opened().policyVersion();
    }

    private QwenRolloutEngine opened() {
        QwenRolloutEngine now = held.engine();
        if (now == null) {
            throw new IllegalStateException("no weights are loaded yet");
        }
        return now;
    }

    @Override
    public synchronized void close() {
        QwenRolloutEngine now = held.engine();
        if (now != null) {
            now.close();
            held = new Held(null, held.stats());
        }
    }
}
