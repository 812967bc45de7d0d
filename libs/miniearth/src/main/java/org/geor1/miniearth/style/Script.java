package org.geor1.miniearth.style;

/** How a country's writing looks on a sign board too small to read. */
public enum Script {
    BARS,
    DOTS,
    WAVES
}
