package org.geor1.vlm.torch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The functions of {@code .py} resources, joined into the one class that libtorch compiles. Each function is a method;
 * {@code self.name} without a call is a constant of the model and is replaced by its value, so a script is specialised
 * to one configuration.
 */
public final class ScriptSource {

    static final String CLASS = "QwenScript";

    private static final Pattern CONSTANT = Pattern.compile("self\\.(\\w+)\\b(?!\\()");

    private final Map<String, String> constants;
    private final List<String> lines = new ArrayList<>();

    public ScriptSource(Map<String, String> constants) {
        this.constants = new HashMap<>(constants);
    }

    /** Adds a constant for the resources that follow. */
    public ScriptSource define(String name, String value) {
        constants.put(name, value);
        return this;
    }

    /** Adds every function of the resource {@code name} beside {@code owner}. */
    public ScriptSource add(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + owner.getName());
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> lines.add(bind(line, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private String bind(String line, String resource) {
        return CONSTANT.matcher(line).replaceAll(match -> {
            String value = constants.get(match.group(1));
            if (value == null) {
                throw new IllegalArgumentException(resource + ": no constant " + match.group(1) + " in: " + line);
            }
            return Matcher.quoteReplacement(value);
        });
    }

    String text() {
        StringBuilder text = new StringBuilder("class " + CLASS + "(Module):\n")
                .append("  __parameters__ = []\n")
                .append("  __buffers__ = []\n");
        for (String line : lines) {
            text.append(line.isBlank() ? "" : "  " + line).append('\n');
        }
        return text.toString();
    }
}
