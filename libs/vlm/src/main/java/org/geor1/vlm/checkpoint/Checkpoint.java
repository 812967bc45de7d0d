package org.geor1.vlm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checkpoint directory whose weights are known to fit its configuration, addressed by their published names. */
public final class Checkpoint implements AutoCloseable {

    private final Qwen25VlConfig config;
    private final Safetensors tensors;
    private final Map<String, String> storedNames;

    private Checkpoint(Qwen25VlConfig config, Safetensors tensors, Map<String, String> storedNames) {
        this.config = config;
        this.tensors = tensors;
        this.storedNames = storedNames;
    }

    /** @throws CheckpointException if the configuration or a weight is not valid; NaN and infinity are refused too */
    public static Checkpoint open(Path directory) {
        Qwen25VlConfig config = Qwen25VlConfig.read(directory);
        Safetensors tensors = Safetensors.open(directory);
        try {
            Map<String, String> storedNames = WeightNames.resolve(config, tensors);
            tensors.requireFinite();
            return new Checkpoint(config, tensors, storedNames);
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    public Qwen25VlConfig config() {
        return config;
    }

    /** Published names, in the order of {@link WeightNames#expected}. */
    public Set<String> names() {
        return Collections.unmodifiableSet(storedNames.keySet());
    }

    public TensorInfo info(String name) {
        return tensors.info(stored(name));
    }

    /** See {@link Safetensors#bytes}. */
    public ByteBuffer bytes(String name) {
        return tensors.bytes(stored(name));
    }

    /** See {@link Safetensors#chunks}. */
    public List<ByteBuffer> chunks(String name) {
        return tensors.chunks(stored(name));
    }

    private String stored(String name) {
        String stored = storedNames.get(name);
        if (stored == null) {
            throw new CheckpointException("'" + name + "' is not a weight of this model");
        }
        return stored;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
