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
 * The source of {@code .py} resources, joined into what libtorch compiles: one module whose methods are their functions,
 * and the named tuples that they declare. {@code self.name} without a call is a constant of the model and is replaced by
 * its value, so a script is specialised to one configuration.
 */
public final class ScriptSource {

    static final String CLASS = "QwenScript";

    private static final Pattern CONSTANT = Pattern.compile("self\\.(\\w+)\\b(?!\\()");
    private static final Pattern NAMED_TUPLE = Pattern.compile("class (\\w+)\\(NamedTuple\\):");

    private final Map<String, String> constants;
    private final List<String> tuples = new ArrayList<>();
    private final List<String> tupleLines = new ArrayList<>();
    private final List<String> methodLines = new ArrayList<>();

    public ScriptSource(Map<String, String> constants) {
        this.constants = new HashMap<>(constants);
    }

    /** Adds a constant for the resources that follow. */
    public ScriptSource define(String name, String value) {
        constants.put(name, value);
        return this;
    }

    /** Adds every function and named tuple of the resource {@code name} beside {@code owner}. */
    public ScriptSource add(Class<?> owner, String name) {
        try (InputStream in = owner.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + owner.getName());
            }
            add(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList(), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    private void add(List<String> lines, String resource) {
        List<String> target = methodLines;
        for (String line : lines) {
            Matcher tuple = NAMED_TUPLE.matcher(line);
            if (tuple.matches()) {
                tuples.add(tuple.group(1));
                target = tupleLines;
            } else if (!line.isBlank() && !line.startsWith(" ")) {
                target = methodLines;
            }
            target.add(bind(line, resource));
        }
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
        // Serialised scripts name types in full.
        Pattern uses = Pattern.compile("(?<!class )\\b(" + String.join("|", tuples) + ")\\b");
        StringBuilder text = new StringBuilder();
        for (String line : tupleLines) {
            append(text, "", line, uses);
        }
        text.append("class ")
                .append(CLASS)
                .append("(Module):\n")
                .append("  __parameters__ = []\n")
                .append("  __buffers__ = []\n");
        for (String line : methodLines) {
            append(text, "  ", line, uses);
        }
        return text.toString();
    }

    private void append(StringBuilder text, String indent, String line, Pattern uses) {
        boolean plain = tuples.isEmpty() || line.stripLeading().startsWith("#");
        String named = plain ? line : uses.matcher(line).replaceAll("__torch__.$1");
        text.append(line.isBlank() ? "" : indent + named).append('\n');
    }
}
