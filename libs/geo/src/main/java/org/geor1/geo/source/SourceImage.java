package org.geor1.geo.source;

/**
 * An image of a source.
 *
 * @param ref the name that stored prompts call it by, and from which its pixels can be made again
 */
public record SourceImage(String ref, ImageRole role) {}
