package org.geor1.vlm.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.geor1.vlm.checkpoint.FieldCheckpoints;
import org.geor1.vlm.image.ImageProcessor;
import org.geor1.vlm.image.ImageSettings;
import org.geor1.vlm.model.QwenModel;
import org.junit.jupiter.api.Test;

/**
 * Contract: a picture's vector is the mean of its rows of the vision tower's features, whatever pictures are read with it. The
 * rows themselves have their oracle in the parity tests.
 */
class PictureFeaturesTest {

    private static final Path MODEL = FieldCheckpoints.NANO;

    /** Products of fp32 are rounded to 6e-8 of about 100 summands; values are of the order of 1. */
    private static final float TOLERANCE = 1e-5f;

    private static BufferedImage picture(int width, int height, int colour) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(new Color(colour));
        graphics.fillOval(4, 4, width - 12, height / 2);
        graphics.dispose();
        return image;
    }

    @Test
    void aVectorIsTheMeanOfThePicturesRows() {
        List<BufferedImage> pictures =
                List.of(picture(84, 84, 0xFF3010), picture(224, 56, 0x20FF40), picture(84, 84, 0x3050FF));
        List<float[]> together;
        try (PictureFeatures features = PictureFeatures.load(MODEL, Device.cpu())) {
            together = features.of(pictures);
            for (int i = 0; i < pictures.size(); i++) {
                float[] alone = features.of(List.of(pictures.get(i))).get(0);
                assertThat(together.get(i)).containsExactly(alone, within(TOLERANCE));
            }
        }
        ImageProcessor processor = new ImageProcessor(ImageSettings.read(MODEL));
        try (QwenModel model = QwenModel.load(MODEL, Device.cpu())) {
            for (int i = 0; i < pictures.size(); i++) {
                try (NDManager scope = model.newScope()) {
                    NDArray rows = model.encodeImages(scope, List.of(processor.process(pictures.get(i))));
                    assertThat(together.get(i)).containsExactly(mean(rows), within(TOLERANCE));
                }
            }
        }
        assertThat(together.get(0)).isNotEqualTo(together.get(2));
    }

    private static float[] mean(NDArray rows) {
        float[] values = rows.toType(DataType.FLOAT32, false).toFloatArray();
        int width = (int) rows.getShape().get(1);
        float[] mean = new float[width];
        for (int column = 0; column < width; column++) {
            double sum = 0;
            for (int at = column; at < values.length; at += width) {
                sum += values[at];
            }
            mean[column] = (float) (sum / (values.length / width));
        }
        return mean;
    }
}
