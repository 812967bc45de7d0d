package org.geor1.gateway;

import org.geor1.geo.task.Question;
import org.geor1.jobs.image.Images;

/**
 * The longest bodies, in bytes, by what they carry.
 *
 * @param other JSON without pictures
 * @param file one picture of a dataset, as it is
 * @param upload one picture as it is, in a multipart form
 * @param picture one picture in base64
 * @param match a photo and as many candidates as there may be, in base64
 */
public record BodyLimits(long other, long file, long upload, long picture, long match) {
    /** Room for names, quotes, boundaries and line breaks within base64. */
    private static final int AROUND = 64 * 1024;

    public static BodyLimits of(GatewayProperties properties) {
        long file = properties.image().maxBytes().toBytes();
        // Four characters for three bytes, and two more where lines are broken after 76.
        long base64 = file / 3 * 4 + file / 57 * 2;
        return new BodyLimits(
                properties.maxBody().toBytes(),
                Images.MAX_BYTES,
                file + AROUND,
                base64 + AROUND,
                (1 + Question.MAX_CANDIDATES) * base64 + AROUND);
    }
}
