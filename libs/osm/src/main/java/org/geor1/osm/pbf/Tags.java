package org.geor1.osm.pbf;

import org.jspecify.annotations.Nullable;

/** The tags of one element. Few keys of many are ever asked for, so they stay as they lie in the block. */
public final class Tags {

    /** No tags. */
    public static final Tags NONE = new Tags(new String[0]);

    private final String[] keysAndValues;

    /** @param keysAndValues keys at even places, each followed by its value */
    public Tags(String... keysAndValues) {
        this.keysAndValues = keysAndValues;
    }

    public boolean isEmpty() {
        return keysAndValues.length == 0;
    }

    /** The value of the key, or null. */
    public @Nullable String get(String key) {
        for (int i = 0; i + 1 < keysAndValues.length; i += 2) {
            if (keysAndValues[i].equals(key)) {
                return keysAndValues[i + 1];
            }
        }
        return null;
    }

    /** The value of the key, or the other one. */
    public String get(String key, String otherwise) {
        String value = get(key);
        return value == null ? otherwise : value;
    }

    public boolean is(String key, String value) {
        return value.equals(get(key));
    }
}
