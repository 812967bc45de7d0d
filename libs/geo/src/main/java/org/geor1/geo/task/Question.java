package org.geor1.geo.task;

import java.util.Map;
import org.geor1.geo.source.ImageRole;

/** What is asked, without a word of how: a prompt style makes the prompt of it. */
public sealed interface Question {

    /** The most candidates that the letters A to J can name. */
    int MAX_CANDIDATES = 10;

    /** The letter of candidate {@code index}, from 0. */
    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    /**
     * Which of several tiles shows the place of a panorama. Its images are the panorama and then the tiles in the order of
     * their letters; the answer is a letter.
     *
     * @param candidates number of tiles, 2 to {@value #MAX_CANDIDATES}
     */
    record Pairing(int candidates) implements Question {
        public Pairing {
            if (candidates < 2 || candidates > MAX_CANDIDATES) {
                throw new IllegalArgumentException(
                        "a question needs 2 to " + MAX_CANDIDATES + " candidates, got " + candidates);
            }
        }
    }

    /**
     * A question about one image, to be answered with reasons.
     *
     * @param kind which question it is: a style has a text for each
     * @param role of the image
     * @param values what the text leaves open, by name
     */
    record Reasoning(String kind, ImageRole role, Map<String, String> values) implements Question {
        public Reasoning {
            values = Map.copyOf(values);
        }
    }

    /**
     * Which place one image shows.
     *
     * @param role of the image
     */
    record Geolocation(ImageRole role) implements Question {

        /** The question about a picture of which only the size is known: one at least twice as wide as high is a panorama. */
        public static Geolocation of(int width, int height) {
            return new Geolocation(width >= 2 * height ? ImageRole.PANORAMA : ImageRole.PHOTO);
        }
    }

    /**
     * A question in a dataset's own words.
     *
     * @param text with an {@code <image>} mark for each image, as in the layouts of VLM-R1 and LLaMA-Factory
     */
    record Given(String text) implements Question {}
}
