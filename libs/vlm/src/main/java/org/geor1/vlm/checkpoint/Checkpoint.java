package org.geor1.vlm.checkpoint;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.safetensors.Safetensors;
import org.geor1.vlm.checkpoint.safetensors.TensorInfo;
import org.geor1.vlm.checkpoint.safetensors.WeightFiles;

/** A checkpoint directory whose weights have been checked against its configuration. Weights go by published names. */
public final class Checkpoint implements AutoCloseable {

    private final Safetensors tensors;
    private final StoredWeights stored;

    private Checkpoint(Safetensors tensors, StoredWeights stored) {
        this.tensors = tensors;
        this.stored = stored;
    }

    /**
     * Opens the checkpoint in {@code directory} and checks every weight value.
     *
     * @throws CheckpointException if the configuration or a weight is invalid, including NaN and infinity
     */
    public static Checkpoint open(Path directory) {
        Checkpoint checkpoint = openUnread(directory);
        try {
            checkpoint.tensors.requireFinite(checkpoint.stored.names().values());
            return checkpoint;
        } catch (RuntimeException e) {
            checkpoint.close();
            throw e;
        }
    }

    /**
     * The configuration of the checkpoint in {@code directory}, adjusted to the weights that are stored. Unlike
     * {@link #open}, this reads only headers, plus the head and embedding if both are stored although they are tied.
     *
     * @throws CheckpointException as {@link #open}, except that NaN and infinity are not looked for
     */
    public static Qwen25VlConfig inspect(Path directory) {
        try (Checkpoint checkpoint = openUnread(directory)) {
            return checkpoint.config();
        }
    }

    /** Whether weights lie in {@code directory}, of whatever form. */
    public static boolean hasWeights(Path directory) {
        return WeightFiles.hasWeights(directory);
    }

    private static Checkpoint openUnread(Path directory) {
        Qwen25VlConfig config = ConfigReader.read(directory);
        Safetensors tensors = Safetensors.open(directory);
        try {
            return new Checkpoint(tensors, StoredWeights.find(config, tensors));
        } catch (RuntimeException e) {
            tensors.close();
            throw e;
        }
    }

    /** The effective configuration: a stored head that differs from the embedding is not tied to it. */
    public Qwen25VlConfig config() {
        return stored.config();
    }

    /** Published names, in the order of {@link WeightNames#expected}. */
    public Set<String> names() {
        return Collections.unmodifiableSet(stored.names().keySet());
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
        String inFile = stored.names().get(name);
        if (inFile == null) {
            throw new CheckpointException("'" + name + "' is not a weight of this model");
        }
        return inFile;
    }

    @Override
    public void close() {
        tensors.close();
    }
}
