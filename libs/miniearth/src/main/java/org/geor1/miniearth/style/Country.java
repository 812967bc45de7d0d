package org.geor1.miniearth.style;

/**
 * A fictional country. The pair of sign colour and climate is unique to it, so that both views of
 * any of its places give the country away.
 *
 * @param name lower-case, ASCII
 * @param signs paint of sign boards and road markings
 * @param script look of the writing on sign boards
 */
public record Country(String name, Climate climate, DrivingSide drivingSide, Swatch signs, Script script) {}
