package org.geor1.gazetteer;

/** The side of the road that traffic keeps to. */
public enum DrivingSide {
    LEFT,
    RIGHT
}
