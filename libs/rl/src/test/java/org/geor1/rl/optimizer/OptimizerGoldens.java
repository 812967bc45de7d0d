package org.geor1.rl.optimizer;

import java.nio.file.Path;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.node.ObjectNode;

/** Values that {@code benchmarks/parity/make_optimizer_fixture.py} computed with torch and transformers. */
final class OptimizerGoldens {

    private OptimizerGoldens() {}

    static ObjectNode read() {
        return JsonFiles.readObject(Path.of("src/test/resources/parity/optimizer.json"), 1 << 20);
    }
}
