package org.geor1.geo.style;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.task.Question;
import org.jspecify.annotations.Nullable;

/** How one family of models is asked. Its texts are a resource file, {@code styles/<name>.v<version>.yaml}. */
public final class PromptStyle {

    /** Stands in a prompt where an image goes, as in the JSONL layout of the paper's data. */
    public static final String IMAGE = "<image>";

    private final StyleFile file;

    PromptStyle(StyleFile file) {
        this.file = file;
    }

    /** Without its version: {@code nano}. */
    public String name() {
        return file.name();
    }

    /** With its version: {@code nano.v1}. The words of a version never change. */
    public String versioned() {
        return file.name() + ".v" + file.version();
    }

    /** The planet whose places a model asked in this style answers with: {@code earth}, or a fictional one. */
    public String planet() {
        return file.planet();
    }

    /**
     * The user's turn, with an {@link #IMAGE} mark for each image, in the order of the question's images.
     *
     * @throws IllegalArgumentException if the style has no words for such a question
     */
    public String prompt(Question question) {
        if (question instanceof Question.Pairing pairing) {
            return fill(file.pairing(), pairing(pairing.candidates()));
        }
        if (question instanceof Question.Geolocation geolocation) {
            return fill(forRole(file.geolocation(), geolocation.role(), "geolocation"), images(1));
        }
        if (question instanceof Question.Reasoning reasoning) {
            String kind = reasoning.kind();
            Map<String, String> values = new HashMap<>(reasoning.values());
            values.putAll(images(1));
            return fill(forRole(file.reasoning().get(kind), reasoning.role(), "reasoning of kind " + kind), values);
        }
        if (question instanceof Question.Given given) {
            return fill(file.given(), given(given.text()));
        }
        throw new IllegalArgumentException("no style has words for " + question);
    }

    private Map<String, String> pairing(int candidates) {
        Map<String, String> values = images(1 + candidates);
        values.put("k", String.valueOf(candidates));
        values.put("last", Question.letter(candidates - 1));
        String tile = file.tile();
        if (tile != null) {
            values.put(
                    "tiles",
                    IntStream.range(0, candidates)
                            .mapToObj(i -> Wording.fill(tile, Map.of("letter", Question.letter(i))))
                            .collect(Collectors.joining()));
        }
        return values;
    }

    /** The text as it is, for styles in which images stand within it, and without its marks, for those in which they do not. */
    private static Map<String, String> given(String text) {
        String without = text.replace(IMAGE, "");
        Map<String, String> values = images((text.length() - without.length()) / IMAGE.length());
        values.put("question", text);
        values.put("text", without);
        return values;
    }

    private static Map<String, String> images(int number) {
        Map<String, String> values = new HashMap<>();
        values.put("images", IMAGE.repeat(number));
        return values;
    }

    private String fill(String text, Map<String, String> values) {
        values.put("instruction", file.instruction());
        return Wording.fill(text, values);
    }

    private String forRole(@Nullable Map<String, String> texts, ImageRole role, String what) {
        String own = texts == null ? null : texts.get(role.word());
        String text = own == null && texts != null ? texts.get(ImageRole.IMAGE.word()) : own;
        if (text == null) {
            throw new IllegalArgumentException(
                    "style " + name() + " has no words for " + what + ", asked of a " + role.word());
        }
        return text;
    }
}
