package org.geor1.osm.paint;

import java.util.Comparator;
import java.util.List;
import org.geor1.geo.paint.Rgb;
import org.geor1.osm.map.LineKind;
import org.geor1.osm.map.StreetClass;
import org.geor1.osm.scene.Scene;
import org.geor1.osm.scene.Scene.Patch;
import org.geor1.osm.scene.Scene.Track;
import org.geor1.osm.scene.Scene.Watercourse;
import org.geor1.osm.scene.Scene.Way;

/** Whatever lies flat: ground, water, streets and rails. Both pictures take it from here. */
final class GroundPainter {

    private static final double PAVEMENT = 2.2;
    private static final double MARKED_FROM = 5.5;

    /** With larger pixels, markings and sleepers are a blur that costs as much as all else. */
    private static final double FINEST_SEEN = 1;

    private static final Comparator<Way> MINOR_FIRST =
            Comparator.comparing(Way::streetClass).reversed();

    private GroundPainter() {}

    static void paint(Plan plan, Scene scene) {
        plan.cover(Palette.LAND, scene.radius());
        for (Patch patch : scene.patches()) {
            plan.fill(Palette.of(patch.ground()), patch.rings());
        }
        for (Watercourse water : scene.watercourses()) {
            plan.line(Rgb.shade(Palette.WATER, -0.25), water.width() + 1, water.line());
        }
        for (Watercourse water : scene.watercourses()) {
            plan.line(Palette.WATER, water.width(), water.line());
        }
        streets(plan, scene.ways().stream().sorted(MINOR_FIRST).toList());
        for (Track track : scene.tracks()) {
            track(plan, track);
        }
    }

    /** All kerbs before all carriageways, so that none lies across a junction. */
    private static void streets(Plan plan, List<Way> ways) {
        for (Way way : ways) {
            if (way.streetClass().carriageway()) {
                plan.line(Palette.KERB, way.width() + 2 * PAVEMENT, way.line());
            }
        }
        for (Way way : ways) {
            if (!way.streetClass().carriageway()) {
                plan.line(Palette.of(way.streetClass()), way.width(), way.line());
            }
        }
        for (Way way : ways) {
            if (way.streetClass().carriageway()) {
                plan.line(Palette.of(way.streetClass()), way.width(), way.line());
            }
        }
        if (plan.pixel() > FINEST_SEEN) {
            return;
        }
        for (Way way : ways) {
            boolean marked = way.streetClass().carriageway() && way.streetClass() != StreetClass.LIVING_STREET;
            if (marked && way.width() >= MARKED_FROM) {
                plan.dashes(Palette.MARKING, 0.35, 3, 5, way.line());
            }
        }
    }

    private static void track(Plan plan, Track track) {
        boolean tram = track.kind() == LineKind.TRAM;
        int bed = tram ? Palette.TRAM_BED : Palette.BALLAST;
        plan.line(bed, tram ? track.width() : track.width() + 1.4, track.line());
        if (plan.pixel() > FINEST_SEEN) {
            plan.line(Palette.RAIL, 1, track.line());
            return;
        }
        if (!tram) {
            plan.dashes(Palette.SLEEPER, track.width() - 0.6, 0.5, 0.7, track.line());
        }
        // The rails: a broad dark line with a narrower one of the bed in its middle.
        plan.line(Palette.RAIL, 1.9, track.line());
        plan.line(bed, 1.4, track.line());
    }
}
