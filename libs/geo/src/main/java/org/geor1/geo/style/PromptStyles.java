package org.geor1.geo.style;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The prompt styles there are. */
public final class PromptStyles {

    /** The style of models that name none: that of published Qwen2.5-VL models. */
    public static final String DEFAULT = "geo-r1";

    /** Older versions of a style before newer ones. A file that was released never changes. */
    private static final List<String> FILES = List.of("geo-r1.v1", "nano.v1");

    private static final Map<String, PromptStyle> STYLES = new TreeMap<>();

    static {
        for (String file : FILES) {
            PromptStyle style = new PromptStyle(StyleFile.read(file));
            STYLES.put(file, style);
            STYLES.put(style.name(), style);
        }
    }

    private PromptStyles() {}

    /**
     * The style of that name.
     *
     * @param name {@code nano}, which means its newest version, or {@code nano.v1}; null for the default
     * @throws UnknownStyleException if there is none
     */
    public static PromptStyle named(@Nullable String name) {
        PromptStyle style = STYLES.get(name == null ? DEFAULT : name);
        if (style == null) {
            throw new UnknownStyleException(String.valueOf(name), names());
        }
        return style;
    }

    /** All names without versions, in alphabetical order. */
    public static List<String> names() {
        return STYLES.values().stream().map(PromptStyle::name).distinct().toList();
    }
}
