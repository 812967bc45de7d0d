package org.geor1.osm.extract;

/**
 * What an extract held, and what of it was of no use. Extracts are cut at a border, so some of the last four are usual.
 *
 * @param nodes all nodes
 * @param features buildings, streets, areas, lines and trees kept
 * @param missingNodes references of ways to nodes that are not there; the ways are kept without them
 * @param brokenWays ways of which fewer than two nodes are there
 * @param openLines lines of multipolygons that close no ring
 * @param oversizeRelations multipolygons of more ways than are joined
 */
public record ReadCounts(
        long nodes, long features, long missingNodes, long brokenWays, long openLines, long oversizeRelations) {}
