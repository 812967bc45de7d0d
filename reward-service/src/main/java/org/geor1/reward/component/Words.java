package org.geor1.reward.component;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.stream.Collectors;

/** Words and n-grams of a completion. */
public final class Words {

    private Words() {}

    public static List<String> of(String text) {
        return Collections.list(new StringTokenizer(text)).stream()
                .map(String.class::cast)
                .collect(Collectors.toList());
    }

    /** The share of n-grams that occurred before, in [0, 1); 0 when the text has fewer than n words. */
    public static double repeatedShare(String text, int n) {
        List<String> words = of(text);
        int all = words.size() - n + 1;
        if (all < 1) {
            return 0;
        }
        Set<List<String>> distinct = new HashSet<>();
        for (int i = 0; i < all; i++) {
            distinct.add(words.subList(i, i + n));
        }
        return 1 - distinct.size() / (double) all;
    }
}
