package org.geor1.vlm.tokenizer.template;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.el.JinjavaProcessors;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.Importable;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * A chat template in Jinja, configured as in {@code transformers}. A template comes with a checkpoint and may be
 * hostile: it sees only plain maps, lists and strings, may use only the functions listed here, and is limited in
 * length, steps and output. Anything the engine reports is an error.
 */
final class JinjaTemplate {

    private static final int MAX_SOURCE = 1 << 14;
    /** Bounded because the engine's parsing time grows steeply with the depth of an expression. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_OUTPUT = 1 << 15;
    private static final int MAX_STEPS = 20_000;
    private static final int MAX_ELEMENTS = 1000;
    /** For all variables together: repeatedly nesting a list twice in a new one doubles the size each time. */
    private static final int MAX_SIZE = 1 << 15;
    /** Depth of nested lists. */
    private static final int MAX_NESTING = 32;

    /**
     * Method calls, which would reach Java's methods, not Python's; and the engine's own object, once used to escape
     * it.
     */
    private static final Pattern FORBIDDEN = Pattern.compile("(\\.\\s*\\w+|])\\s*\\(|____int3rpr3t3r____");

    private static final Set<String> TAGS =
            Set.of("if", "elif", "else", "for", "set", "macro", "raw", "break", "continue");
    private static final Set<String> FILTERS = Set.of(
            "trim",
            "length",
            "count",
            "string",
            "default",
            "d",
            "first",
            "last",
            "join",
            "lower",
            "upper",
            "title",
            "capitalize",
            "tojson",
            "list",
            "int",
            "select",
            "reject",
            "selectattr",
            "rejectattr",
            "map");
    private static final Set<String> TESTS = Set.of(
            "string",
            "defined",
            "undefined",
            "none",
            "mapping",
            "iterable",
            "sequence",
            "boolean",
            "number",
            "true",
            "false",
            "in",
            "eq",
            "equalto",
            "==",
            "ne",
            "!=",
            "odd",
            "even");
    private static final Set<String> FUNCTIONS = Set.of("namespace", "range");

    private final String file;
    private final String source;
    private final Jinjava engine;
    private int steps;
    private @Nullable String excess;

    /** @param file file name for error messages */
    JinjaTemplate(String file, String source) {
        if (source.length() > MAX_SOURCE) {
            throw new CheckpointException(file + ": expected a chat template of at most " + MAX_SOURCE
                    + " characters, found " + source.length());
        }
        String[] parts = source.split("\\{[{%]", -1);
        for (int i = 1; i < parts.length; i++) {
            Matcher forbidden = FORBIDDEN.matcher(parts[i]);
            if (forbidden.find()) {
                throw new CheckpointException(
                        file + ": the chat template calls a method, which is not supported: " + forbidden.group());
            }
            if (depth(parts[i]) > MAX_DEPTH) {
                throw new CheckpointException(
                        file + ": expected a chat template with brackets at most " + MAX_DEPTH + " deep");
            }
        }
        this.file = file;
        // Jinja reads any line ending as \n and drops the last one.
        String lines = source.replace("\r\n", "\n").replace('\r', '\n');
        this.source = lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines;
        this.engine = new Jinjava(config().withDisabled(forbidden()).build());
    }

    /** Bracket depth after the start of a tag or expression. */
    private static int depth(String part) {
        int deepest = 0;
        int depth = 0;
        for (int i = 0; i < part.length(); i++) {
            depth += "([{".indexOf(part.charAt(i)) >= 0 ? 1 : 0;
            depth -= ")]}".indexOf(part.charAt(i)) >= 0 ? 1 : 0;
            depth = Math.max(depth, 0);
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }

    private JinjavaConfig.Builder config() {
        return JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                .withLegacyOverrides(LegacyOverrides.newBuilder()
                        .withEvaluateMapKeys(true)
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .build())
                // Otherwise texts that contain Jinja would themselves be rendered.
                .withNestedInterpretationEnabled(false)
                .withReadOnlyResolver(true)
                .withEnableRecursiveMacroCalls(false)
                .withMaxOutputSize(MAX_OUTPUT)
                .withMaxStringLength(MAX_OUTPUT)
                .withMaxListSize(MAX_ELEMENTS)
                .withMaxMapSize(MAX_ELEMENTS)
                .withRangeLimit(MAX_ELEMENTS)
                .withProcessors(JinjavaProcessors.newBuilder()
                        .withNodePreProcessor((node, interpreter) -> countStep(interpreter.getContext()))
                        .build());
    }

    private void countStep(Context variables) {
        steps++;
        if (steps > MAX_STEPS) {
            excess = "it takes more than " + MAX_STEPS + " steps";
        } else if (size(variables, 0) > MAX_SIZE) {
            excess = "its variables take more than " + MAX_SIZE + " elements and characters";
        }
        if (excess != null) {
            throw new IllegalStateException(excess);
        }
    }

    /** Number of elements and characters in {@code value}; stops counting beyond the limit. */
    private static int size(@Nullable Object value, int nesting) {
        if (value instanceof String text) {
            return text.length();
        }
        Collection<?> elements = List.of();
        if (value instanceof Map<?, ?> map) {
            elements = map.values();
        } else if (value instanceof Collection<?> collection) {
            elements = collection;
        }
        int size = nesting > MAX_NESTING ? MAX_SIZE + 1 : 1;
        for (Object element : elements) {
            if (size > MAX_SIZE) {
                break;
            }
            size += size(element, nesting + 1);
        }
        return size;
    }

    private static Map<Context.Library, Set<String>> forbidden() {
        Context all = new Jinjava().getGlobalContext();
        return Map.of(
                Context.Library.TAG, without(all.getAllTags(), TAGS),
                Context.Library.FILTER, without(all.getAllFilters(), FILTERS),
                Context.Library.EXP_TEST, without(all.getAllExpTests(), TESTS),
                Context.Library.FUNCTION, without(all.getAllFunctions(), FUNCTIONS));
    }

    private static Set<String> without(Collection<? extends Importable> all, Set<String> allowed) {
        return all.stream()
                .map(Importable::getName)
                // An end tag does nothing on its own.
                .filter(name -> !name.startsWith("end"))
                .filter(name -> !allowed.contains(name.substring(name.lastIndexOf(':') + 1)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Renders the template with {@code variables}.
     *
     * @throws CheckpointException if it fails, uses something forbidden or exceeds a limit
     */
    String render(Map<String, Object> variables) {
        steps = 0;
        excess = null;
        RenderResult result;
        try {
            result = engine.renderForResult(source, new HashMap<>(variables));
        } catch (RuntimeException | StackOverflowError e) {
            throw new CheckpointException(file + ": the chat template cannot be rendered: " + e.getMessage(), e);
        }
        if (excess != null) {
            throw new CheckpointException(file + ": the chat template cannot be rendered: " + excess);
        }
        List<TemplateError> errors = result.getErrors();
        if (!errors.isEmpty()) {
            TemplateError error = errors.get(0);
            throw new CheckpointException(file + ": the chat template cannot be rendered: line " + error.getLineno()
                    + ": " + error.getMessage());
        }
        return result.getOutput();
    }
}
