package org.geor1.vlm.image;

import java.awt.image.BufferedImage;
import org.geor1.image.BicubicResize;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.RgbPixels;

/**
 * Turns pictures into patches as Qwen2-VL's image processor does: resize to whole tokens within the area limits, scale
 * to 0…1, normalize each channel, cut into patches. Values are bit-for-bit equal to those of the PIL processor of
 * {@code transformers}. Thread-safe.
 */
public final class ImageProcessor {

    private final ImageSettings settings;

    /** Normalized value of each byte: [channel][byte]. */
    private final float[][] normalized = new float[RgbPixels.CHANNELS][256];

    public ImageProcessor(ImageSettings settings) {
        this.settings = settings;
        for (int c = 0; c < RgbPixels.CHANNELS; c++) {
            float mean = settings.mean().get(c).floatValue();
            float std = settings.std().get(c).floatValue();
            for (int value = 0; value < 256; value++) {
                // Rounded to fp32 after each step, as NumPy does.
                normalized[c][value] = ((float) (value * ImageSettings.RESCALE) - mean) / std;
            }
        }
    }

    public ImageSettings settings() {
        return settings;
    }

    /**
     * The grid of an image of this size; needs no pixels.
     *
     * @throws ImageException if one side is more than 200 times the other
     */
    public Grid grid(int width, int height) {
        ImageLimits.requireAspect(width, height);
        int factor = settings.factor();
        double h = Math.rint((double) height / factor) * factor;
        double w = Math.rint((double) width / factor) * factor;
        if (h * w > settings.maxPixels()) {
            double beta = Math.sqrt((double) height * width / settings.maxPixels());
            h = Math.max(factor, Math.floor(height / beta / factor) * factor);
            w = Math.max(factor, Math.floor(width / beta / factor) * factor);
        } else if (h * w < settings.minPixels()) {
            double beta = Math.sqrt((double) settings.minPixels() / ((double) height * width));
            h = Math.ceil(height * beta / factor) * factor;
            w = Math.ceil(width * beta / factor) * factor;
        }
        return new Grid(1, (int) h / settings.patchSize(), (int) w / settings.patchSize());
    }

    /** @throws ImageException if one side is more than 200 times the other */
    public ImagePatches process(BufferedImage image) {
        Grid grid = grid(image.getWidth(), image.getHeight());
        RgbPixels pixels = BicubicResize.resize(
                RgbPixels.of(image), grid.w() * settings.patchSize(), grid.h() * settings.patchSize());
        return new ImagePatches(grid, rows(pixels, grid));
    }

    /** Patches in the order (token row, token column, row in token, column in token). */
    private float[] rows(RgbPixels pixels, Grid grid) {
        int merge = settings.mergeSize();
        int size = settings.patchSize();
        int rowLength = RgbPixels.CHANNELS * settings.temporalPatchSize() * size * size;
        float[] rows = new float[Math.multiplyExact(grid.patches(), rowLength)];
        int to = 0;
        for (int tokenY = 0; tokenY < grid.h(); tokenY += merge) {
            for (int tokenX = 0; tokenX < grid.w(); tokenX += merge) {
                for (int y = tokenY; y < tokenY + merge; y++) {
                    for (int x = tokenX; x < tokenX + merge; x++) {
                        putPatch(pixels, x * size, y * size, rows, to);
                        to += rowLength;
                    }
                }
            }
        }
        return rows;
    }

    /** One patch as (channel, frame, y, x), every frame the same. */
    private void putPatch(RgbPixels pixels, int left, int top, float[] rows, int start) {
        int size = settings.patchSize();
        int area = size * size;
        int to = start;
        for (int c = 0; c < RgbPixels.CHANNELS; c++) {
            float[] table = normalized[c];
            int frame = to;
            for (int y = top; y < top + size; y++) {
                int from = (y * pixels.width() + left) * RgbPixels.CHANNELS + c;
                for (int x = 0; x < size; x++) {
                    rows[to++] = table[pixels.data()[from] & 0xFF];
                    from += RgbPixels.CHANNELS;
                }
            }
            for (int t = 1; t < settings.temporalPatchSize(); t++) {
                System.arraycopy(rows, frame, rows, to, area);
                to += area;
            }
        }
    }
}
