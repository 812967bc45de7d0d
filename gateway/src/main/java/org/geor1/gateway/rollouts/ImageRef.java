package org.geor1.gateway.rollouts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.geo.render.View;
import org.jspecify.annotations.Nullable;

/** The name of an image that can be drawn again. Anything but the exact spellings below is no name. */
sealed interface ImageRef {
    Pattern PLACE = Pattern.compile("mini-earth:(-?\\d{1,19})/([a-z]{1,40})/(\\d{1,9})/(panorama|tile)");
    Pattern BLANK = Pattern.compile("blank:([1-9]\\d{0,3})x([1-9]\\d{0,3})");

    /** The reference as a path below {@code /api/v1/images/}. */
    String path();

    /** A view of a place of the Mini-Earth with that seed. */
    record Place(long seed, String city, int place, View view) implements ImageRef {
        @Override
        public String path() {
            return "mini-earth/" + seed + "/" + city + "/" + place + "/" + (view == View.TILE ? "tile" : "panorama");
        }
    }

    /** The grey image of the control experiment. */
    record Blank(int width, int height) implements ImageRef {
        @Override
        public String path() {
            return "blank/" + width + "x" + height;
        }
    }

    static @Nullable ImageRef parse(String text) {
        Matcher place = PLACE.matcher(text);
        Matcher blank = BLANK.matcher(text);
        try {
            if (place.matches()) {
                return new Place(
                        Long.parseLong(place.group(1)),
                        place.group(2),
                        Integer.parseInt(place.group(3)),
                        place.group(4).equals("tile") ? View.TILE : View.PANORAMA);
            }
        } catch (NumberFormatException e) {
            return null;
        }
        return blank.matches() ? new Blank(Integer.parseInt(blank.group(1)), Integer.parseInt(blank.group(2))) : null;
    }
}
