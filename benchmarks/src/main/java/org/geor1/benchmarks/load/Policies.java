package org.geor1.benchmarks.load;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.checkpoint.Checkpoint;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.checkpoint.ConfigWriter;
import org.geor1.vlm.checkpoint.WeightNames;
import org.geor1.vlm.checkpoint.safetensors.DType;
import org.geor1.vlm.checkpoint.safetensors.FloatBits;
import org.geor1.vlm.model.QwenModel;

/** Two checkpoints that differ a little, one for even policy versions and one for odd. */
record Policies(List<Path> directories) {

    private static final float SCALE = 1.001f;

    /** {@code shipped}, and its weights times a constant near one, written into {@code work}. */
    static Policies of(Path shipped, Path work) throws IOException {
        for (String file :
                List.of("tokenizer.json", "tokenizer_config.json", "chat_template.json", "preprocessor_config.json")) {
            Files.copy(shipped.resolve(file), work.resolve(file));
        }
        ConfigWriter.write(ConfigReader.read(shipped), work);
        try (Checkpoint checkpoint = Checkpoint.open(shipped);
                QwenModel model =
                        QwenModel.create(checkpoint.config(), Device.cpu(), weight -> scaled(checkpoint, weight))) {
            model.weights().save(work);
        }
        return new Policies(List.of(shipped, work));
    }

    private static float[] scaled(Checkpoint checkpoint, WeightNames.Weight weight) {
        DType dtype = checkpoint.info(weight.name()).dtype();
        float[] values = FloatBits.toFloats(checkpoint.bytes(weight.name()), dtype);
        for (int i = 0; i < values.length; i++) {
            values[i] *= SCALE;
        }
        return values;
    }

    /** The checkpoint of a version. */
    int index(long version) {
        return (int) (version % directories.size());
    }

    Path directory(long version) {
        return directories.get(index(version));
    }
}
