package org.geor1.geo.perception;

/** One question about a scene and its true answer. */
public record Turn(Kind kind, String question, String answer) {

    /** What is asked. */
    public enum Kind {
        /** All cues of the panorama. */
        DESCRIBE_PANORAMA,
        /** All cues of one lettered tile. */
        DESCRIBE_TILE,
        /** One cue of one lettered tile. */
        LOOK,
        /** The letter of the only tile that fits a description in words. */
        CHOOSE,
        /** The letters of all tiles with one cue. */
        LIST,
        /** The city that all images are of. */
        CITY
    }
}
