package org.geor1.benchmarks.parity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.geor1.benchmarks.parity.golden.Goldens;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.image.ImageProcessor;
import org.geor1.vlm.image.ImageSettings;
import tools.jackson.databind.JsonNode;

/**
 * Pixel values must equal those of the PIL processor in every bit, and those of the torchvision processor within two
 * levels of 255 where the two processors themselves agree to that degree.
 */
final class PixelChecks {

    private static final String SUBJECT = "images";
    private static final int LEVELS = 2;

    private PixelChecks() {}

    static List<Check> of(Goldens goldens) {
        int differing = 0;
        double levels = 0;
        int compared = 0;
        int apart = 0;
        for (JsonNode row : goldens.json("images.json")) {
            String name = row.path("name").stringValue();
            ImageSettings settings = ImageSettings.published(
                    row.path("min_pixels").asLong(), row.path("max_pixels").asLong());
            float[] ours =
                    new ImageProcessor(settings).process(goldens.picture(name)).rows();
            differing += sha256(ours).equals(row.path("pixel_values_sha256").stringValue()) ? 0 : 1;
            if (row.path("levels_between_references").asInt() > LEVELS) {
                apart++;
                continue;
            }
            compared++;
            levels = Math.max(levels, levels(ours, unresized(goldens, name + ".torchvision"), settings));
        }
        return List.of(
                new Check(SUBJECT, "pixel values, PIL: pictures not equal in every bit", 0, differing),
                new Check(
                        SUBJECT,
                        "pixel values, torchvision, " + compared + " pictures (" + apart + " in doubt)",
                        LEVELS / 255.0,
                        levels),
                new Check(SUBJECT, "pixel values of whole prompts, PIL", 0, prompts(goldens)));
    }

    private static float[] unresized(Goldens goldens, String picture) {
        return new ImageProcessor(ImageSettings.published(1, 1 << 30))
                .process(goldens.picture(picture))
                .rows();
    }

    /** Largest distance before normalisation, of 1. Patches hold their channels one after another. */
    private static double levels(float[] left, float[] right, ImageSettings settings) {
        double max = left.length == right.length ? 0 : Double.POSITIVE_INFINITY;
        int perChannel = settings.temporalPatchSize() * settings.patchSize() * settings.patchSize();
        for (int i = 0; i < Math.min(left.length, right.length); i++) {
            double deviation = settings.std().get(i / perChannel % 3);
            max = Math.max(max, Math.abs((double) left[i] - right[i]) * deviation);
        }
        return max;
    }

    private static int prompts(Goldens goldens) {
        ImageProcessor processor = new ImageProcessor(ImageSettings.read(goldens.tokenizer()));
        int differing = 0;
        for (var entry : goldens.cases().entrySet()) {
            MessageDigest digest = newDigest();
            boolean any = false;
            for (var message : entry.getValue()) {
                for (ChatPrompt.Part part : message.parts()) {
                    if (part instanceof ChatPrompt.Image image) {
                        digest.update(bytes(processor.process(image.pixels()).rows()));
                        any = true;
                    }
                }
            }
            JsonNode expected = goldens.json("cases.json").path(entry.getKey()).path("pixel_values_sha256");
            boolean same =
                    any ? HexFormat.of().formatHex(digest.digest()).equals(expected.stringValue()) : expected.isNull();
            differing += same ? 0 : 1;
        }
        return differing;
    }

    private static String sha256(float[] values) {
        return HexFormat.of().formatHex(newDigest().digest(bytes(values)));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
