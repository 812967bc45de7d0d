package org.geor1.miniearth;

/** The features around a place: all that cross-view pairing has to go by. */
public record Cues(Feature north, Feature east, Feature south, Feature west) {

    public Feature at(Direction direction) {
        return switch (direction) {
            case NORTH -> north;
            case EAST -> east;
            case SOUTH -> south;
            case WEST -> west;
        };
    }

    /** The same but for one direction. */
    public Cues with(Direction direction, Feature feature) {
        return switch (direction) {
            case NORTH -> new Cues(feature, east, south, west);
            case EAST -> new Cues(north, feature, south, west);
            case SOUTH -> new Cues(north, east, feature, west);
            case WEST -> new Cues(north, east, south, feature);
        };
    }

    /** In how many of the four directions both see the same feature. */
    public int shared(Cues other) {
        return (north == other.north ? 1 : 0)
                + (east == other.east ? 1 : 0)
                + (south == other.south ? 1 : 0)
                + (west == other.west ? 1 : 0);
    }

    /** For example {@code north lake, east forest, south towers, west field}. */
    public String describe() {
        return "north " + north.word() + ", east " + east.word() + ", south " + south.word() + ", west " + west.word();
    }
}
