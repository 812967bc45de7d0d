package org.geor1.vlm.image;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.vlm.checkpoint.CheckpointException;
import org.geor1.vlm.checkpoint.JsonFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a checkpoint wants its images, from {@code preprocessor_config.json}.
 *
 * @param minPixels images of less area are enlarged to it
 * @param maxPixels images of more area are shrunk to it
 * @param patchSize side of a patch, in pixels
 * @param temporalPatchSize frames to a patch; an image repeats its only one
 * @param mergeSize side of the square of patches that becomes one token
 * @param mean subtracted from each channel, as fractions of white
 * @param std divides each channel after that
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

    private static final int BICUBIC = 3;

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

    /** The published values, with other area limits. */
    public static ImageSettings published(long minPixels, long maxPixels) {
        return new ImageSettings(
                minPixels,
                maxPixels,
                14,
                2,
                2,
                List.of(0.48145466, 0.4578275, 0.40821073),
                List.of(0.26862954, 0.26130258, 0.27577711));
    }

    /** Side of the square of pixels behind one token; image sides are rounded to multiples of it. */
    public int factor() {
        return patchSize * mergeSize;
    }

    /**
     * Reads {@code preprocessor_config.json} of {@code directory}. Area limits may be {@code min_pixels} and
     * {@code max_pixels}, or the edges of {@code size}, which newer files use for the same areas.
     */
    public static ImageSettings read(Path directory) {
        JsonNode root = JsonFiles.readObject(directory.resolve(FILE), 1 << 20);
        for (String step : List.of("do_resize", "do_rescale", "do_normalize", "do_convert_rgb")) {
            if (!root.path(step).asBoolean(true)) {
                throw wrong(step, true, false);
            }
        }
        if (root.path("resample").asInt(BICUBIC) != BICUBIC) {
            throw wrong("resample", BICUBIC, root.path("resample"));
        }
        double rescale = root.path("rescale_factor").asDouble(ImageProcessor.RESCALE);
        if (Math.abs(rescale - ImageProcessor.RESCALE) > 1e-12) {
            throw wrong("rescale_factor", ImageProcessor.RESCALE, rescale);
        }
        return new ImageSettings(
                pixels(root, "min_pixels", "shortest_edge"),
                pixels(root, "max_pixels", "longest_edge"),
                integer("patch_size", root.path("patch_size")),
                integer("temporal_patch_size", root.path("temporal_patch_size")),
                integer("merge_size", root.path("merge_size")),
                numbers("image_mean", root.path("image_mean")),
                numbers("image_std", root.path("image_std")));
    }

    private static int pixels(JsonNode root, String name, String edge) {
        JsonNode size = root.path("size");
        for (JsonNode node : List.of(root.path(name), size.path(edge), size.path(name))) {
            if (node.isNumber()) {
                return integer(name, node);
            }
        }
        throw wrong(name, "an area in pixels", "nothing");
    }

    private static int integer(String field, JsonNode node) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw wrong(field, "an integer", node.isMissingNode() ? "nothing" : node);
        }
        return node.intValue();
    }

    private static List<Double> numbers(String field, JsonNode node) {
        List<Double> values = new ArrayList<>();
        for (JsonNode value : node) {
            if (!value.isNumber()) {
                throw wrong(field, "numbers", node);
            }
            values.add(value.doubleValue());
        }
        return values;
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
        return new CheckpointException(FILE + ": " + field + ": expected " + expected + ", found " + found);
    }
}
