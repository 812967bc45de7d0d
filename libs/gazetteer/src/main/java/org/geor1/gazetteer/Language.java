package org.geor1.gazetteer;

import java.util.List;

/**
 * A language, or what counts as one here, such as Chinese.
 *
 * @param names English names; the first is the usual one
 */
public record Language(List<String> names) {
    public Language {
        names = List.copyOf(names);
    }

    public String name() {
        return names.get(0);
    }
}
