package org.geor1.local.doctor;

import ai.djl.engine.Engine;

/** Looks at the tensor library. */
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
                    "Needs glibc, libstdc++ and a writable ~/.djl.ai (or DJL_CACHE_DIR)");
        }
    }
}
