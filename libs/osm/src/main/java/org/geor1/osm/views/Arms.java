package org.geor1.osm.views;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.geor1.osm.map.StreetClass;
import org.geor1.osm.scene.LocalPlane;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Way;
import org.jspecify.annotations.Nullable;

/** The streets that leave a viewpoint. */
final class Arms {

    private static final double ON_STREET = 0.5;
    private static final double AHEAD = 10;
    private static final double LEAST = 1;

    private Arms() {}

    /** @param bearing from the viewpoint to where the street is 10 m on, or ends before */
    record Arm(
            double bearing,
            StreetClass streetClass,
            @Nullable String name) {}

    /** Clockwise from north. */
    static List<Arm> of(Scene scene) {
        List<Arm> arms = new ArrayList<>();
        for (Way way : scene.ways()) {
            if (way.streetClass().viewed()) {
                add(way, arms);
            }
        }
        arms.sort(Comparator.comparingDouble(Arm::bearing));
        return arms;
    }

    private static void add(Way way, List<Arm> arms) {
        double[] line = way.line();
        int nearest = -1;
        double least = ON_STREET;
        for (int i = 2; i < line.length; i += 2) {
            Nearest point = Nearest.ofLine(new double[] {line[i - 2], line[i - 1], line[i], line[i + 1]});
            if (point != null && point.distance() < least) {
                least = point.distance();
                nearest = i;
            }
        }
        if (nearest >= 0) {
            arm(way, nearest, 1, arms);
            arm(way, nearest - 2, -1, arms);
        }
    }

    /** Walks along the line from the viewpoint, first to the point at {@code i}. */
    private static void arm(Way way, int i, int step, List<Arm> arms) {
        double[] line = way.line();
        double x = 0;
        double y = 0;
        double walked = 0;
        for (int at = i; at >= 0 && at < line.length && walked < AHEAD; at += 2 * step) {
            double length = Math.hypot(line[at] - x, line[at + 1] - y);
            double share = length > AHEAD - walked ? (AHEAD - walked) / length : 1;
            x += share * (line[at] - x);
            y += share * (line[at + 1] - y);
            walked += share * length;
        }
        if (walked >= LEAST) {
            arms.add(new Arm(LocalPlane.bearing(x, y), way.streetClass(), way.name()));
        }
    }
}
