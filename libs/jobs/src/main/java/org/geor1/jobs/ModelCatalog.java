package org.geor1.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Names of models: directories of the models folder, and checkpoints of runs. */
public interface ModelCatalog {

    /** All models that can be started from or served: shipped ones, promoted checkpoints, other checkpoints, newest first. */
    List<Model> list();

    /** {@code nano-base}, {@code ckpt_…}, {@code run_…@step-n} or {@code run_…@latest}. */
    Optional<Model> find(String name);

    /** A model is either a directory on this machine or an artifact; exactly one is set. */
    record Model(
            String name,
            @Nullable Path directory,
            @Nullable String artifact,
            @Nullable String checkpoint,
            boolean promoted) {}
}
