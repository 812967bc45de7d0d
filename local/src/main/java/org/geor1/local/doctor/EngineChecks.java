package org.geor1.local.doctor;

import ai.djl.engine.Engine;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.file.CheckpointException;

/** Checks the tensor library and the shipped model. */
final class EngineChecks {

    private EngineChecks() {}

    /** Loads libtorch, which unpacks it into DJL's cache on the first use. */
    static Finding libtorch() {
        try {
            Engine engine = Engine.getEngine("PyTorch");
            return Finding.ok("libtorch", engine.getVersion() + ", " + engine.getGpuCount() + " GPU(s)");
        } catch (RuntimeException | LinkageError e) {
            return Finding.fail(
                    "libtorch",
                    e.getClass().getSimpleName() + ": " + e.getMessage(),
                    "Install glibc and libstdc++, and make ~/.djl.ai (or DJL_CACHE_DIR) writable");
        }
    }

    /** Opens the base model with every check that a run would make. */
    static Finding model(Path models) {
        Path base = models.resolve("nano-base");
        if (!Files.isDirectory(base)) {
            return Finding.fail(
                    "model", "there is no " + base, "Restore it from the repository: git checkout -- models");
        }
        try (Checkpoint checkpoint = Checkpoint.open(base)) {
            return Finding.ok("model", checkpoint.names().size() + " tensors in " + base);
        } catch (CheckpointException e) {
            return Finding.fail(
                    "model", String.valueOf(e.getMessage()), "Restore it from the repository: git checkout -- models");
        }
    }
}
