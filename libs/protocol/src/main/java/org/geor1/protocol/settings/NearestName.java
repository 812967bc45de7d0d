package org.geor1.protocol.settings;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The known name that a misspelt one most likely means. */
final class NearestName {

    private static final int LONGEST = 64;

    private NearestName() {}

    /** @return null if none is close: within a third of the name's length in edits */
    static @Nullable String of(String name, List<String> known) {
        if (name.length() > LONGEST) {
            return null;
        }
        String nearest = null;
        int least = name.length() / 3 + 1;
        for (String candidate : known) {
            int edits = edits(name, candidate);
            if (edits < least) {
                least = edits;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein distance: characters to insert, remove or replace. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
