package org.geor1.osm.extract;

import java.util.Set;
import java.util.regex.Pattern;
import org.geor1.osm.pbf.Tags;
import org.jspecify.annotations.Nullable;

/** Country codes (ISO 3166-1, two letters) that an extract itself gives. */
final class Countries {

    private static final Pattern CODE = Pattern.compile("[A-Z]{2}");

    private Countries() {}

    static void addAddress(Tags tags, Set<String> codes) {
        add(tags.get("addr:country"), codes);
    }

    static void addBorder(Tags tags, Set<String> codes) {
        if (tags.is("boundary", "administrative") && tags.is("admin_level", "2")) {
            String code = tags.get("ISO3166-1:alpha2");
            add(code == null ? tags.get("ISO3166-1") : code, codes);
        }
    }

    private static void add(@Nullable String code, Set<String> codes) {
        if (code != null && CODE.matcher(code).matches()) {
            codes.add(code);
        }
    }

    /** The code if all say the same; with two, near a border, none can be told for a place. */
    static @Nullable String single(Set<String> codes) {
        return codes.size() == 1 ? codes.iterator().next() : null;
    }
}
