package org.geor1.vlm.image;

/**
 * An image as the vision tower reads it.
 *
 * @param rows {@code grid.patches()} rows of channels × temporal × patch × patch values (1,176 as published); the
 *     patches of one merged token are adjacent
 */
public record ImagePatches(Grid grid, float[] rows) {}
