package org.geor1.pairing.place;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers for texts of which there are few. */
final class Names {

    static final int NONE = -1;

    /** Between a city and its country. */
    static final String SEPARATOR = ", ";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    int number(@Nullable String name) {
        if (name == null) {
            return NONE;
        }
        return numbers.computeIfAbsent(name, added -> {
            names.add(added);
            return names.size() - 1;
        });
    }

    /** Of a city and its country together, if that is known. */
    int city(@Nullable String city, @Nullable String country) {
        return number(city == null || country == null ? city : city + SEPARATOR + country);
    }

    @Nullable
    String name(int number) {
        return number == NONE ? null : names.get(number);
    }
}
