package org.geor1.gazetteer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Outlines of countries at 1:50 million as Natural Earth draws them, in the arcs of TopoJSON: a border is one arc that two
 * countries share, so an arc that only one of them has is a coast. Positions are good to a few kilometres.
 */
final class Outlines {
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Arc> coasts = new ArrayList<>();

    /** A line of points in degrees, and the box around it. */
    private record Arc(double[] longitudes, double[] latitudes, Box box) {}

    private record Shape(String code, List<Arc> rings, Box box) {}

    private record Box(double west, double south, double east, double north) {
        static Box around(double[] longitudes, double[] latitudes) {
            Box box = new Box(180, 90, -180, -90);
            for (int i = 0; i < longitudes.length; i++) {
                box = box.with(new Box(longitudes[i], latitudes[i], longitudes[i], latitudes[i]));
            }
            return box;
        }

        Box with(Box other) {
            return new Box(
                    Math.min(west, other.west),
                    Math.min(south, other.south),
                    Math.max(east, other.east),
                    Math.max(north, other.north));
        }

        boolean contains(Position point) {
            return point.longitude() >= west
                    && point.longitude() <= east
                    && point.latitude() >= south
                    && point.latitude() <= north;
        }
    }

    Outlines() {
        Reader reader = new Reader(ByteBuffer.wrap(Resources.bytes("outlines.bin.gz")));
        List<Arc> arcs = reader.arcs();
        int[] uses = new int[arcs.size()];
        int count = reader.varint();
        for (int i = 0; i < count; i++) {
            shapes.add(reader.shape(arcs, uses));
        }
        for (int i = 0; i < uses.length; i++) {
            if (uses[i] == 1) {
                coasts.add(arcs.get(i));
            }
        }
    }

    /** The code of the country around the point, or of the nearest one within so many metres, or null. */
    @Nullable
    String country(Position point, double metres) {
        for (Shape shape : shapes) {
            if (shape.box.contains(point) && inside(shape, point)) {
                return shape.code;
            }
        }
        String nearest = null;
        double least = metres;
        for (Shape shape : shapes) {
            double distance = distance(shape.rings, point, least);
            if (distance < least) {
                least = distance;
                nearest = shape.code;
            }
        }
        return nearest;
    }

    /** Whether the point lies in the country of that code, or so near to it. */
    boolean isWithin(Position point, String code, double metres) {
        for (Shape shape : shapes) {
            if (shape.code.equals(code)
                    && (shape.box.contains(point) && inside(shape, point)
                            || distance(shape.rings, point, metres) < metres)) {
                return true;
            }
        }
        return false;
    }

    /** Metres to the nearest coast, or infinity if there is none within so many metres. */
    double coastMetres(Position point, double metres) {
        double distance = distance(coasts, point, metres);
        return distance < metres ? distance : Double.POSITIVE_INFINITY;
    }

    /** Whether a ray to the east crosses the outlines an odd number of times: holes are rings like all others. */
    private static boolean inside(Shape shape, Position point) {
        boolean inside = false;
        double x = point.longitude();
        double y = point.latitude();
        for (Arc ring : shape.rings) {
            if (ring.box.south > y || ring.box.north < y || ring.box.east < x) {
                continue;
            }
            for (int i = 1; i < ring.longitudes.length; i++) {
                double above = ring.latitudes[i];
                double below = ring.latitudes[i - 1];
                if (above > y != below > y) {
                    double part = (y - below) / (above - below);
                    double crossing = ring.longitudes[i - 1] + part * (ring.longitudes[i] - ring.longitudes[i - 1]);
                    inside ^= x < crossing;
                }
            }
        }
        return inside;
    }

    /** The least distance in metres if it is below the limit, on the plane that touches the sphere at the point. */
    private static double distance(List<Arc> lines, Position point, double limit) {
        double perDegree = 111_195;
        double narrow = Math.cos(Math.toRadians(point.latitude()));
        double high = limit / perDegree;
        double wide = narrow * 360 > high ? high / narrow : 360;
        double least = limit;
        for (Arc line : lines) {
            if (line.box.south - high > point.latitude() || line.box.north + high < point.latitude()) {
                continue;
            }
            // Once more a turn to either side, for points near the date line.
            for (double turn = -360; turn <= 360; turn += 360) {
                double x = point.longitude() + turn;
                if (line.box.west - wide <= x && line.box.east + wide >= x) {
                    for (int i = 1; i < line.longitudes.length; i++) {
                        double metres = perDegree
                                * toSegment(
                                        (line.longitudes[i - 1] - x) * narrow,
                                        line.latitudes[i - 1] - point.latitude(),
                                        (line.longitudes[i] - x) * narrow,
                                        line.latitudes[i] - point.latitude());
                        least = Math.min(least, metres);
                    }
                }
            }
        }
        return least;
    }

    /** The distance of a segment from the origin. */
    private static double toSegment(double x1, double y1, double x2, double y2) {
        double x = x2 - x1;
        double y = y2 - y1;
        double length = x * x + y * y;
        double part = length == 0 ? 0 : Math.max(0, Math.min(1, -(x1 * x + y1 * y) / length));
        return Math.hypot(x1 + part * x, y1 + part * y);
    }

    /** Reads what data/build.py writes. */
    private static final class Reader {
        private final ByteBuffer in;
        private final double[] transform = new double[4];

        private Reader(ByteBuffer in) {
            this.in = in;
            for (int i = 0; i < transform.length; i++) {
                transform[i] = number();
            }
        }

        private double number() {
            StringBuilder digits = new StringBuilder();
            for (char next = (char) in.get(); next != '\n'; next = (char) in.get()) {
                digits.append(next);
            }
            return Double.parseDouble(digits.toString());
        }

        private int varint() {
            int value = 0;
            int shift = 0;
            byte next;
            do {
                next = in.get();
                value |= (next & 0x7F) << shift;
                shift += 7;
            } while (next < 0);
            return (value >>> 1) ^ -(value & 1);
        }

        private List<Arc> arcs() {
            int count = varint();
            List<Arc> arcs = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                int length = varint();
                double[] longitudes = new double[length];
                double[] latitudes = new double[length];
                int x = 0;
                int y = 0;
                for (int j = 0; j < length; j++) {
                    x += varint();
                    y += varint();
                    longitudes[j] = x * transform[0] + transform[2];
                    latitudes[j] = y * transform[1] + transform[3];
                }
                arcs.add(new Arc(longitudes, latitudes, Box.around(longitudes, latitudes)));
            }
            return arcs;
        }

        private Shape shape(List<Arc> arcs, int[] uses) {
            byte[] code = new byte[2];
            in.get(code);
            List<Arc> rings = new ArrayList<>();
            int count = varint();
            for (int i = 0; i < count; i++) {
                rings.add(ring(arcs, uses));
            }
            Box box = rings.stream().map(Arc::box).reduce(Box::with).orElseThrow();
            return new Shape(new String(code, StandardCharsets.US_ASCII), rings, box);
        }

        /** Arcs end to end; the complement of an index means that the arc runs backwards. */
        private Arc ring(List<Arc> arcs, int[] uses) {
            int count = varint();
            List<double[]> points = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int index = varint();
                int arc = index < 0 ? ~index : index;
                uses[arc]++;
                Arc line = arcs.get(arc);
                int length = line.longitudes.length;
                for (int j = i == 0 ? 0 : 1; j < length; j++) {
                    int at = index < 0 ? length - 1 - j : j;
                    points.add(new double[] {line.longitudes[at], line.latitudes[at]});
                }
            }
            double[] longitudes = points.stream().mapToDouble(p -> p[0]).toArray();
            double[] latitudes = points.stream().mapToDouble(p -> p[1]).toArray();
            return new Arc(longitudes, latitudes, Box.around(longitudes, latitudes));
        }
    }
}
