package org.geor1.vlm.features;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.image.ImagePatches;
import org.geor1.vlm.image.ImageProcessor;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;

/**
 * What a model sees in a picture, as one vector: the mean of the features that its vision tower hands to the decoder. Pictures
 * with similar vectors look alike to this model. One thread at a time.
 */
public final class PictureFeatures implements AutoCloseable {

    private final QwenModel model;
    private final ImageProcessor processor;

    private PictureFeatures(QwenModel model, ImageProcessor processor) {
        this.model = model;
        this.processor = processor;
    }

    /** Loads the checkpoint in {@code directory} in fp32. */
    public static PictureFeatures load(Path directory, Device device) {
        ImageProcessor processor = new ImageProcessor(ImageSettings.read(directory));
        return new PictureFeatures(QwenModel.loadForInference(directory, device, Precision.FP32), processor);
    }

    /**
     * One vector of {@code hidden_size} for each picture, in their order.
     *
     * @throws org.geor1.image.ImageException if one side of a picture is more than 200 times the other
     */
    public List<float[]> of(List<BufferedImage> pictures) {
        List<ImagePatches> patches = pictures.stream().map(processor::process).toList();
        List<float[]> vectors = new ArrayList<>();
        try (NDManager scope = model.newScope()) {
            NDArray all = model.encodeImages(scope, patches);
            long row = 0;
            for (ImagePatches picture : patches) {
                int tokens = picture.grid().tokens(model.merge());
                NDArray own = model.rows(scope, all, row, tokens);
                vectors.add(
                        own.mean(new int[] {0}).toType(DataType.FLOAT32, false).toFloatArray());
                row += tokens;
            }
        }
        return vectors;
    }

    @Override
    public void close() {
        model.close();
    }
}
