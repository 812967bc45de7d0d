package org.geor1.vlm.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.image.RgbPixels;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.CheckpointFields;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint's image preprocessing settings.
 *
 * @param minPixels images with a smaller area are enlarged to it
 * @param maxPixels images with a larger area are shrunk to it
 * @param patchSize side length of a patch, in pixels
 * @param temporalPatchSize frames per patch; an image repeats its single frame
 * @param mergeSize side length of the square of patches merged into one token
 * @param mean subtracted from each channel, as a fraction of white
 * @param std divides each channel after the subtraction
 */
public record ImageSettings(
        long minPixels,
        long maxPixels,
        int patchSize,
        int temporalPatchSize,
        int mergeSize,
        List<Double> mean,
        List<Double> std) {

    public static final String FILE = "preprocessor_config.json";

    /** Where newer versions of {@code transformers} save the settings of all processors. */
    public static final String PROCESSOR_FILE = "processor_config.json";

    /** Factor from a byte to a fraction of white. */
    static final double RESCALE = 1 / 255.0;

    private static final String IN_PROCESSOR = "image_processor";
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int BICUBIC = 3;
    private static final int MIN_PIXELS = 56 * 56;
    private static final int MAX_PIXELS = 28 * 28 * 1280;
    private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> STD = List.of(0.26862954, 0.26130258, 0.27577711);

    public ImageSettings {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        range("patch_size", patchSize, 1, 256);
        range("temporal_patch_size", temporalPatchSize, 1, 16);
        range("merge_size", mergeSize, 1, 16);
        range("min_pixels", minPixels, 1, 1L << 30);
        range("max_pixels", maxPixels, minPixels, 1L << 30);
        range("image_mean length", mean.size(), 3, 3);
        range("image_std length", std.size(), 3, 3);
        if (mean.stream().anyMatch(m -> !Double.isFinite(m)) || std.stream().anyMatch(s -> !(s > 0 && s < 1e6))) {
            throw wrong("image_mean and image_std", "finite means and positive deviations", mean + " and " + std);
        }
    }

    /** The published values with different area limits. */
    public static ImageSettings published(long minPixels, long maxPixels) {
        return new ImageSettings(minPixels, maxPixels, 14, 2, 2, MEAN, STD);
    }

    /** Side length of the square of pixels behind one token; image sides are rounded to multiples of it. */
    public int factor() {
        return patchSize * mergeSize;
    }

    /**
     * Reads the image processor of the checkpoint in {@code directory}: the one in {@code processor_config.json}, where
     * newer versions of {@code transformers} save it, or else {@code preprocessor_config.json}. Absent fields have the
     * defaults of {@code Qwen2VLImageProcessor}. Area limits may be given as {@code min_pixels} and {@code max_pixels}
     * or, in newer files, as the edges in {@code size}, which hold the same areas.
     *
     * @throws CheckpointException if neither file exists, or it asks for unsupported steps
     */
    public static ImageSettings read(Path directory) {
        CheckpointFields fields = fields(directory);
        for (String step : List.of("do_resize", "do_rescale", "do_normalize", "do_convert_rgb")) {
            if (!fields.flag(step, true)) {
                throw fields.wrong(step, true, false);
            }
        }
        if (fields.integer("resample", BICUBIC) != BICUBIC) {
            throw fields.wrong("resample", BICUBIC, fields.integer("resample", BICUBIC));
        }
        double rescale = fields.number("rescale_factor", RESCALE);
        if (!(Math.abs(rescale - RESCALE) <= 1e-12)) {
            throw fields.wrong("rescale_factor", RESCALE, rescale);
        }
        requireAreas(fields);
        return new ImageSettings(
                pixels(fields, "min_pixels", "shortest_edge", MIN_PIXELS),
                pixels(fields, "max_pixels", "longest_edge", MAX_PIXELS),
                fields.integer("patch_size", 14),
                fields.integer("temporal_patch_size", 2),
                fields.integer("merge_size", 2),
                fields.numbers("image_mean", RgbPixels.CHANNELS, MEAN),
                fields.numbers("image_std", RgbPixels.CHANNELS, STD));
    }

    private static CheckpointFields fields(Path directory) {
        if (Files.exists(directory.resolve(PROCESSOR_FILE))) {
            ObjectNode processor = JsonFiles.readObject(directory.resolve(PROCESSOR_FILE), MAX_FILE_BYTES);
            if (processor.has(IN_PROCESSOR)) {
                return new CheckpointFields(PROCESSOR_FILE, "", processor).object(IN_PROCESSOR);
            }
        }
        return new CheckpointFields(FILE, "", JsonFiles.readObject(directory.resolve(FILE), MAX_FILE_BYTES));
    }

    /** A size without area limits is ignored: height and width, for example, belong to other image processors. */
    private static void requireAreas(CheckpointFields fields) {
        CheckpointFields size = fields.object("size");
        if (fields.has("size")
                && List.of("shortest_edge", "longest_edge", "min_pixels", "max_pixels").stream()
                        .noneMatch(size::has)) {
            throw fields.wrong("size", "shortest_edge and longest_edge", size.node());
        }
    }

    private static int pixels(CheckpointFields fields, String name, String edge, int fallback) {
        CheckpointFields size = fields.object("size");
        return fields.integer(name, size.integer(edge, size.integer(name, fallback)));
    }

    /** Writes {@code preprocessor_config.json} into {@code directory}, in the published layout. */
    public void write(Path directory) {
        ObjectNode root = JsonFiles.newObject();
        root.put("min_pixels", minPixels).put("max_pixels", maxPixels);
        root.put("patch_size", patchSize)
                .put("temporal_patch_size", temporalPatchSize)
                .put("merge_size", mergeSize);
        ArrayNode means = root.putArray("image_mean");
        mean.forEach(means::add);
        ArrayNode deviations = root.putArray("image_std");
        std.forEach(deviations::add);
        root.put("image_processor_type", "Qwen2VLImageProcessor").put("processor_class", "Qwen2_5_VLProcessor");
        JsonFiles.write(directory.resolve(FILE), root);
    }

    private static void range(String field, long value, long min, long max) {
        if (value < min || value > max) {
            throw wrong(field, min + " to " + max, value);
        }
    }

    private static CheckpointException wrong(String field, Object expected, Object found) {
        return new CheckpointException("image processor: " + field + ": expected " + expected + ", found " + found);
    }
}
