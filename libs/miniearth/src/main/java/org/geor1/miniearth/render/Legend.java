package org.geor1.miniearth.render;

import org.geor1.miniearth.Direction;

/** Paints shared by both views: which colour stands for which direction, how roads are marked. */
final class Legend {
    static final int FRAME = 0x3A3D42;
    static final int PAINT = 0xF4F4EE;

    private Legend() {}

    static int colour(Direction direction) {
        return switch (direction) {
            case NORTH -> 0xE5322D;
            case EAST -> 0xFFD21F;
            case SOUTH -> 0x2456E0;
            case WEST -> 0x1FAE4B;
        };
    }
}
