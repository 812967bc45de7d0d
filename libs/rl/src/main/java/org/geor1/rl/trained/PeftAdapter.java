package org.geor1.rl.trained;

import java.nio.file.Path;
import org.geor1.protocol.training.Lora;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.node.ObjectNode;

/**
 * The directory that {@code peft} loads. It is a subdirectory of the merged policy: next to an adapter_config.json,
 * {@code transformers} would load the adapter and its base model instead of the merged weights.
 */
final class PeftAdapter {

    static final String DIRECTORY = "adapter";
    static final String WEIGHTS = "adapter_model.safetensors";

    private static final String CONFIG = "adapter_config.json";

    private PeftAdapter() {}

    /** The base model has no name that is valid elsewhere: whoever loads the adapter provides it. */
    static void writeConfig(Path directory, Lora lora) {
        ObjectNode config = JsonFiles.newObject();
        config.put("peft_type", "LORA");
        config.put("task_type", "CAUSAL_LM");
        config.putNull("base_model_name_or_path");
        config.put("inference_mode", true);
        config.put("r", lora.r());
        config.put("lora_alpha", lora.loraAlpha());
        config.put("lora_dropout", 0.0);
        config.put("bias", "none");
        lora.targetModules().forEach(config.putArray("target_modules")::add);
        // Blocks of the vision tower have modules of the same names.
        config.put("exclude_modules", ".*visual.*");
        JsonFiles.write(directory.resolve(CONFIG), config);
    }
}
