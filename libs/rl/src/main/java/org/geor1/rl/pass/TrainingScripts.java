package org.geor1.rl.pass;

import ai.djl.Device;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.torch.ScriptSource;
import org.geor1.vlm.torch.TorchScript;

/**
 * The scripts of training, compiled. They call the model's own scripts, so both are joined into one module; none of the
 * model's calls one of these. Modules hold no tensors: weights are arguments of every call.
 */
public final class TrainingScripts {

    private static final String OBJECTIVE = "objective.py";

    private static final List<String> FILES = List.of(
            "score.py",
            "offload.py",
            OBJECTIVE,
            "gradients.py",
            "train.py",
            "rounding.py",
            "adamw.py",
            "reference.py",
            "lora.py");

    private TrainingScripts() {}

    /** The model's scripts and all of training, on the model's device. */
    public static TorchScript compile(QwenModel model) {
        return TorchScript.compile(source(model), model.weights().manager().getDevice());
    }

    /** The objective alone, which needs no model. */
    public static TorchScript compileObjective(Device device) {
        return TorchScript.compile(new ScriptSource(Map.of()).add(TrainingScripts.class, OBJECTIVE), device);
    }

    static ScriptSource source(QwenModel model) {
        ScriptSource source = model.scripts()
                .define("text_tensors", "" + model.weights().textParameters().size())
                .define("tied_head", model.config().text().tieWordEmbeddings() ? "True" : "False")
                .define("attention_scores", "" + TrainingMemory.attentionScores(model.onGpu()))
                .define("mlp_rows", "" + TrainingMemory.mlpRows(model.onGpu()));
        FILES.forEach(file -> source.add(TrainingScripts.class, file));
        return source;
    }
}
