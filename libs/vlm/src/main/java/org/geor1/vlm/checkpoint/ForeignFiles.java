package org.geor1.vlm.checkpoint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.safetensors.WeightFiles;

/** Recognises, by its files, a model directory in a form that cannot be loaded. */
final class ForeignFiles {

    private static final String ADAPTER = "adapter_config.json";

    private static final String MERGE =
            "merge it into its model (merge_and_unload, then save_pretrained) and load that";

    /** Written by quantizers beside the weights; the configuration may not mention the quantization. */
    private static final Map<String, String> QUANTIZED =
            Map.of("quantize_config.json", "GPTQ", "quant_config.json", "AWQ", "hf_quant_config.json", "ModelOpt");

    private ForeignFiles() {}

    /**
     * @throws CheckpointException with a one-line message, if {@code directory} is not a directory or holds no loadable
     *     model
     */
    static void refuse(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw WeightFiles.isGguf(String.valueOf(directory.getFileName()))
                    ? WeightFiles.gguf(String.valueOf(directory.getFileName()))
                    : new CheckpointException(directory + ": no such directory");
        }
        List<String> names = WeightFiles.names(directory);
        if (names.contains(ADAPTER)) {
            throw new CheckpointException(
                    names.contains(WeightFiles.SINGLE) || names.contains(WeightFiles.INDEX)
                            ? ADAPTER + ": there is an adapter beside the model's weights, and it is unclear whether it"
                                    + " should apply: " + MERGE + ", or move it elsewhere"
                            : ADAPTER + ": this is a PEFT adapter without its base model; " + MERGE);
        }
        if (!names.contains(Qwen25VlConfig.FILE)) {
            WeightFiles.refuseGguf(names);
        }
        QUANTIZED.forEach((name, method) -> {
            if (names.contains(name)) {
                throw ForeignModels.quantized(name, method);
            }
        });
    }
}
