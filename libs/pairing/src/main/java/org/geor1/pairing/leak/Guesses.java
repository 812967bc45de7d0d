package org.geor1.pairing.leak;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Ways to guess an answer from the files of a question alone. */
final class Guesses {

    /** Shorter parts of names are shared by chance, or by all. */
    private static final int LEAST_PART = 3;

    private static final Pattern PARTS =
            Pattern.compile("[^\\p{L}\\p{N}]+|(?<=\\p{N})(?=\\p{L})|(?<=\\p{L})(?=\\p{N})");

    private static final Map<String, Comparator<Shown>> ORDERS = orders();
    private static final Map<String, Function<Shown, String>> KINDS = kinds();

    private Guesses() {}

    private static Map<String, Comparator<Shown>> orders() {
        Map<String, Comparator<Shown>> orders = new LinkedHashMap<>();
        both(orders, "most bytes", "fewest bytes", Comparator.comparingInt(Shown::bytes));
        both(
                orders,
                "most pixels",
                "fewest pixels",
                Comparator.comparingLong(shown -> (long) shown.width() * shown.height()));
        both(
                orders,
                "longest file name",
                "shortest file name",
                Comparator.comparingInt(shown -> shown.name().length()));
        both(orders, "last file name", "first file name", Comparator.comparing(Shown::name));
        both(
                orders,
                "most metadata",
                "least metadata",
                Comparator.comparingInt(shown -> shown.metadataValues().size()));
        return orders;
    }

    private static void both(
            Map<String, Comparator<Shown>> orders, String most, String least, Comparator<Shown> order) {
        orders.put(most, order);
        orders.put(least, order.reversed());
    }

    private static Map<String, Function<Shown, String>> kinds() {
        Map<String, Function<Shown, String>> kinds = new LinkedHashMap<>();
        kinds.put("encoding", Shown::encoding);
        kinds.put("metadata", shown -> shown.metadata().isEmpty() ? "none" : shown.metadata());
        kinds.put("size", shown -> shown.width() + " × " + shown.height());
        return kinds;
    }

    /**
     * What each way guesses from the tiles, by its name; a way that points to no single candidate is not there.
     *
     * @return indices of candidates
     */
    static Map<String, Integer> ofTiles(List<Shown> candidates) {
        Map<String, Integer> guesses = new LinkedHashMap<>();
        ORDERS.forEach((name, order) -> put(guesses, name, most(candidates, order)));
        KINDS.forEach((name, kind) -> onlyOnes(candidates, kind)
                .forEach((value, index) -> guesses.put("only one with " + name + " " + value, index)));
        return guesses;
    }

    /** The same from what tiles have in common with the panorama. */
    static Map<String, Integer> ofPairs(Shown panorama, List<Shown> candidates) {
        Map<String, Integer> guesses = new LinkedHashMap<>();
        put(guesses, "file name shares most parts with the panorama's", shares(panorama, candidates, Guesses::parts));
        put(
                guesses,
                "metadata shares most entries with the panorama's",
                shares(panorama, candidates, shown -> Set.copyOf(shown.metadataValues())));
        return guesses;
    }

    private static void put(Map<String, Integer> guesses, String name, int index) {
        if (index >= 0) {
            guesses.put(name, index);
        }
    }

    /** The greatest, or -1 if several are. */
    private static <T> int most(List<T> candidates, Comparator<? super T> order) {
        int most = 0;
        boolean alone = true;
        for (int i = 1; i < candidates.size(); i++) {
            int comparison = order.compare(candidates.get(i), candidates.get(most));
            alone = comparison > 0 || comparison < 0 && alone;
            most = comparison > 0 ? i : most;
        }
        return alone ? most : -1;
    }

    /** Values that only one candidate has. */
    private static Map<String, Integer> onlyOnes(List<Shown> candidates, Function<Shown, String> kind) {
        Map<String, List<Integer>> holders = new LinkedHashMap<>();
        for (int i = 0; i < candidates.size(); i++) {
            holders.computeIfAbsent(kind.apply(candidates.get(i)), value -> new ArrayList<>())
                    .add(i);
        }
        return holders.entrySet().stream()
                .filter(entry -> entry.getValue().size() == 1)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get(0)));
    }

    private static <T> int shares(Shown panorama, List<Shown> candidates, Function<Shown, Set<T>> parts) {
        Set<T> wanted = parts.apply(panorama);
        if (wanted.isEmpty()) {
            return -1;
        }
        List<Long> counts = candidates.stream()
                .map(candidate ->
                        parts.apply(candidate).stream().filter(wanted::contains).count())
                .toList();
        int most = most(counts, Comparator.naturalOrder());
        return most >= 0 && counts.get(most) > 0 ? most : -1;
    }

    private static Set<String> parts(Shown shown) {
        String name = shown.name().substring(shown.name().lastIndexOf('/') + 1);
        int end = name.lastIndexOf('.');
        Set<String> parts = new HashSet<>();
        for (String part :
                PARTS.split(name.substring(0, end < 0 ? name.length() : end).toLowerCase(Locale.ROOT))) {
            if (part.length() >= LEAST_PART) {
                parts.add(part);
            }
        }
        return parts;
    }
}
