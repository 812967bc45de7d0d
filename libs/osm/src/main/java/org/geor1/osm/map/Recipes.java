package org.geor1.osm.map;

import java.util.Set;
import org.geor1.osm.map.BuildingForm.RoofPitch;
import org.geor1.osm.map.Feature.Area;
import org.geor1.osm.map.Feature.Building;
import org.geor1.osm.map.Feature.Line;
import org.geor1.osm.map.Feature.Street;
import org.geor1.osm.map.Feature.Tree;
import org.geor1.osm.pbf.Tags;
import org.jspecify.annotations.Nullable;

/** Which tags make which feature. What is under the ground is left out. */
public final class Recipes {

    private static final double MAX_HEIGHT = 1000;
    private static final double MAX_WIDTH = 200;
    private static final int MAX_LEVELS = 200;
    private static final double STOREY = 3.2;
    private static final double LANE = 3.1;
    private static final int MAX_NAME = 100;
    private static final Set<String> NO_BUILDING = Set.of("no", "roof", "ruins", "construction", "collapsed");
    private static final Set<String> PITCHED_KINDS = Set.of(
            "house",
            "detached",
            "semidetached_house",
            "semi",
            "terrace",
            "bungalow",
            "farm",
            "cabin",
            "church",
            "barn");
    private static final Set<String> FLAT_KINDS = Set.of(
            "apartments", "office", "commercial", "retail", "industrial", "warehouse", "garage", "garages", "carport");

    private Recipes() {}

    /** The closed shape that the tags of a closed way or multipolygon make, or null. */
    public static @Nullable Feature area(int[][] rings, Tags tags) {
        String building = tags.get("building", "no");
        if (hidden(tags)) {
            return null;
        }
        if (!NO_BUILDING.contains(building)) {
            return new Building(rings, form(building, tags));
        }
        Ground ground = ground(tags);
        return ground == null ? null : new Area(rings, ground);
    }

    /** Whether {@link #area} makes something of these tags. */
    public static boolean makesArea(Tags tags) {
        return !tags.isEmpty() && area(new int[0][], tags) != null;
    }

    /** The street, water or railway that the tags of a way make, or null. */
    public static @Nullable Feature line(int[] line, Tags tags) {
        if (tags.isEmpty() || hidden(tags) || tags.is("area", "yes")) {
            return null;
        }
        String highway = tags.get("highway");
        if (highway != null) {
            StreetClass streetClass = StreetClass.of(highway);
            return streetClass == null ? null : new Street(line, streetClass, width(tags, streetClass), name(tags));
        }
        LineKind kind = lineKind(tags);
        if (kind == null) {
            return null;
        }
        double width = kind.water() ? Measures.metres(tags.get("width"), MAX_WIDTH) : Double.NaN;
        return new Line(line, kind, Double.isNaN(width) ? kind.width() : width);
    }

    /** The tree that the tags of a node make, or null. */
    public static @Nullable Feature point(int longitude, int latitude, Tags tags) {
        if (!tags.is("natural", "tree")) {
            return null;
        }
        double height = Measures.metres(tags.get("height"), 100);
        return new Tree(longitude, latitude, Double.isNaN(height) ? 8 : height, tags.is("leaf_type", "needleleaved"));
    }

    private static boolean hidden(Tags tags) {
        String layer = tags.get("layer");
        return tags.is("location", "underground")
                || tags.is("tunnel", "yes")
                || tags.is("tunnel", "culvert")
                || tags.is("tunnel", "building_passage")
                || layer != null
                        && layer.startsWith("-")
                        && !tags.get("building", "no").equals("no");
    }

    private static BuildingForm form(String kind, Tags tags) {
        int levels = Measures.count(tags.get("building:levels"), MAX_LEVELS);
        double tagged = Measures.metres(tags.get("height"), MAX_HEIGHT);
        double height = !Double.isNaN(tagged) ? tagged : levels > 0 ? levels * STOREY : usualHeight(kind);
        double base = Measures.metres(tags.get("min_height"), MAX_HEIGHT);
        return new BuildingForm(
                height,
                Double.isNaN(base) ? 0 : Math.min(base, height),
                levels,
                !Double.isNaN(tagged),
                Colours.of(tags.get("building:colour")),
                Colours.of(tags.get("roof:colour")),
                pitch(kind, tags));
    }

    private static double usualHeight(String kind) {
        return switch (kind) {
            case "garage", "garages", "carport", "shed", "hut", "kiosk", "bungalow", "cabin" -> 3;
            case "apartments", "office", "hotel", "hospital", "dormitory" -> 13;
            case "church", "cathedral", "mosque", "temple" -> 15;
            case "industrial", "warehouse", "commercial", "retail", "supermarket" -> 7.5;
            default -> 6.4;
        };
    }

    private static RoofPitch pitch(String kind, Tags tags) {
        String shape = tags.get("roof:shape");
        if (shape != null) {
            return shape.equals("flat") ? RoofPitch.FLAT : RoofPitch.PITCHED;
        }
        if (PITCHED_KINDS.contains(kind)) {
            return RoofPitch.PITCHED;
        }
        return FLAT_KINDS.contains(kind) ? RoofPitch.FLAT : RoofPitch.UNKNOWN;
    }

    private static @Nullable Ground ground(Tags tags) {
        Ground found = ofNatural(tags);
        if (found == null) {
            found = ofLeisure(tags);
        }
        return found == null ? ofLanduse(tags) : found;
    }

    private static @Nullable Ground ofNatural(Tags tags) {
        if (tags.is("waterway", "riverbank") || tags.is("waterway", "dock")) {
            return Ground.WATER;
        }
        return switch (tags.get("natural", "")) {
            case "water" -> Ground.WATER;
            case "wood" -> Ground.WOOD;
            case "sand", "beach" -> Ground.SAND;
            case "grassland", "heath", "scrub", "wetland" -> Ground.GRASS;
            default -> null;
        };
    }

    private static @Nullable Ground ofLeisure(Tags tags) {
        if (tags.is("amenity", "parking")) {
            return Ground.PARKING;
        }
        boolean surface = tags.is("area", "yes") || tags.is("type", "multipolygon");
        if (surface && tags.is("highway", "pedestrian") || tags.is("place", "square")) {
            return Ground.SQUARE;
        }
        return switch (tags.get("leisure", "")) {
            case "park", "garden", "common", "dog_park" -> Ground.PARK;
            case "pitch", "track" -> Ground.PITCH;
            case "golf_course" -> Ground.GRASS;
            case "swimming_pool" -> Ground.WATER;
            default -> null;
        };
    }

    private static @Nullable Ground ofLanduse(Tags tags) {
        return switch (tags.get("landuse", "")) {
            case "residential" -> Ground.RESIDENTIAL;
            case "commercial", "retail" -> Ground.COMMERCIAL;
            case "industrial", "railway", "construction", "quarry" -> Ground.INDUSTRIAL;
            case "farmland", "orchard", "vineyard", "farmyard" -> Ground.FARMLAND;
            case "grass", "meadow", "recreation_ground", "village_green", "allotments" -> Ground.GRASS;
            case "forest" -> Ground.WOOD;
            case "cemetery" -> Ground.CEMETERY;
            case "basin", "reservoir" -> Ground.WATER;
            default -> null;
        };
    }

    private static @Nullable LineKind lineKind(Tags tags) {
        LineKind water = switch (tags.get("waterway", "")) {
            case "river" -> LineKind.RIVER;
            case "canal" -> LineKind.CANAL;
            case "stream" -> LineKind.STREAM;
            case "ditch", "drain" -> LineKind.DITCH;
            default -> null;
        };
        if (water != null) {
            return water;
        }
        if (tags.is("natural", "tree_row")) {
            return LineKind.TREE_ROW;
        }
        return switch (tags.get("railway", "")) {
            case "rail", "light_rail", "narrow_gauge", "subway" -> LineKind.RAIL;
            case "tram" -> LineKind.TRAM;
            default -> null;
        };
    }

    private static double width(Tags tags, StreetClass streetClass) {
        double width = Measures.metres(tags.get("width"), MAX_WIDTH);
        if (!Double.isNaN(width)) {
            return width;
        }
        int lanes = Measures.count(tags.get("lanes"), 16);
        return lanes > 0 && streetClass.carriageway() ? Math.max(4, lanes * LANE) : streetClass.width();
    }

    private static @Nullable String name(Tags tags) {
        String name = tags.get("name");
        return name == null || name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }
}
