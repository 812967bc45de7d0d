package org.geor1.osm.scene;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.CoordinateXY;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.operation.overlayng.LineLimiter;
import org.locationtech.jts.operation.overlayng.RingClipper;

/** Cuts shapes to the square around a viewpoint: a forest of a thousand corners costs a view no more than its own part. */
final class Clip {

    /** Cut edges lie this far outside, where nothing is painted. */
    private static final double MARGIN = 20;

    private final Envelope box;
    private final double radius;

    Clip(double radius) {
        this.radius = radius;
        this.box = new Envelope(-radius - MARGIN, radius + MARGIN, -radius - MARGIN, radius + MARGIN);
    }

    boolean contains(double x, double y) {
        return Math.abs(x) <= radius && Math.abs(y) <= radius;
    }

    boolean touches(double[][] rings) {
        for (double[] ring : rings) {
            if (envelope(ring).intersects(box)) {
                return true;
            }
        }
        return false;
    }

    /** What is left of each ring; none that lies outside. */
    double[][] rings(double[][] rings) {
        List<double[]> cut = new ArrayList<>();
        for (double[] ring : rings) {
            Envelope envelope = envelope(ring);
            if (box.contains(envelope)) {
                cut.add(ring);
            } else if (box.intersects(envelope)) {
                double[] part = ring(new RingClipper(box).clip(coordinates(ring, true)));
                if (part.length >= 6) {
                    cut.add(part);
                }
            }
        }
        return cut.toArray(double[][]::new);
    }

    /** The sections of a line that pass the square. */
    List<double[]> line(double[] line) {
        Envelope envelope = envelope(line);
        if (box.contains(envelope)) {
            return List.of(line);
        }
        List<double[]> parts = new ArrayList<>();
        if (box.intersects(envelope)) {
            for (Coordinate[] part : new LineLimiter(box).limit(coordinates(line, false))) {
                parts.add(numbers(part, part.length));
            }
        }
        return parts;
    }

    private static Envelope envelope(double[] line) {
        Envelope envelope = new Envelope();
        for (int i = 0; i < line.length; i += 2) {
            envelope.expandToInclude(line[i], line[i + 1]);
        }
        return envelope;
    }

    private static Coordinate[] coordinates(double[] line, boolean close) {
        int n = line.length / 2;
        Coordinate[] coordinates = new Coordinate[close ? n + 1 : n];
        for (int i = 0; i < coordinates.length; i++) {
            coordinates[i] = new CoordinateXY(line[2 * (i % n)], line[2 * (i % n) + 1]);
        }
        return coordinates;
    }

    private static double[] ring(Coordinate[] closed) {
        return numbers(closed, Math.max(0, closed.length - 1));
    }

    private static double[] numbers(Coordinate[] coordinates, int count) {
        double[] line = new double[2 * count];
        for (int i = 0; i < count; i++) {
            line[2 * i] = coordinates[i].x;
            line[2 * i + 1] = coordinates[i].y;
        }
        return line;
    }
}
