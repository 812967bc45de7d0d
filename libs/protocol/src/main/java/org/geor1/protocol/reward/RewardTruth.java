package org.geor1.protocol.reward;

import org.jspecify.annotations.Nullable;

/**
 * What is known of the right answer of a question; rewards differ in which of it they need.
 *
 * @param answer its text, for pairing a letter
 * @param city where it is, by name
 * @param country where it is, by name or code
 * @param lat degrees north
 * @param lon degrees east
 */
public record RewardTruth(
        @Nullable String answer,
        @Nullable String city,
        @Nullable String country,
        @Nullable Double lat,
        @Nullable Double lon) {

    /** The truth of a question that only has an answer. */
    public static RewardTruth of(String answer) {
        return new RewardTruth(answer, null, null, null, null);
    }

    /** Whether there are a latitude and a longitude, both within their ranges. */
    public boolean hasPosition() {
        // Written so that NaN is none.
        return lat != null && lon != null && lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180;
    }

    /** A field of the truth and what is wrong with it. */
    public record Lack(String field, String message) {}

    /** What a reward of that name needs and the truth does not have, or null. */
    public @Nullable Lack lackFor(String reward) {
        return switch (reward) {
            case RewardNames.ACCURACY, RewardNames.LENGTH -> letter();
            case RewardNames.EXACT -> answer == null ? new Lack("truth", "is required") : null;
            case RewardNames.GEO_DISTANCE ->
                hasPosition() ? null : new Lack("lat", "and lon are required by the reward geo_distance");
            case RewardNames.COUNTRY -> named("country", country);
            case RewardNames.CITY -> named("city", city);
            default -> null;
        };
    }

    private @Nullable Lack letter() {
        if (answer == null) {
            return new Lack("truth", "is required");
        }
        boolean letter = answer.length() == 1 && answer.charAt(0) >= 'A' && answer.charAt(0) <= 'J';
        return letter ? null : new Lack("truth", "must be a letter from A to J");
    }

    private @Nullable Lack named(String field, @Nullable String name) {
        boolean known = name != null && !name.isBlank() || hasPosition();
        return known ? null : new Lack(field, "or lat and lon are required by the reward " + field);
    }
}
