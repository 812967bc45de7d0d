package org.geor1.vlm.tokenizer.template;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The chat template of a checkpoint. If there are several, precedence is that of a processor in {@code transformers}:
 * {@code processor_config.json}, {@code chat_template.json}, {@code chat_template.jinja}; then
 * {@code tokenizer_config.json}.
 *
 * @param file the file it was found in
 * @param variables special tokens by their variable names in templates
 */
public record TemplateSource(String file, String template, Map<String, String> variables) {

    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final String FIELD = "chat_template";
    private static final String JINJA = "chat_template.jinja";
    private static final String TOKENIZER = "tokenizer_config.json";
    private static final List<String> VARIABLES = List.of("bos_token", "eos_token", "pad_token", "unk_token");

    /** Null if the checkpoint has none. */
    static @Nullable TemplateSource find(Path directory) {
        ObjectNode tokenizer = optional(directory, TOKENIZER);
        Map<String, String> variables = variables(tokenizer);
        for (String file : List.of("processor_config.json", "chat_template.json")) {
            String template = field(file, optional(directory, file));
            if (template != null) {
                return new TemplateSource(file, template, variables);
            }
        }
        if (Files.exists(directory.resolve(JINJA))) {
            return new TemplateSource(JINJA, text(directory.resolve(JINJA)), variables);
        }
        String template = field(TOKENIZER, tokenizer);
        return template == null ? null : new TemplateSource(TOKENIZER, template, variables);
    }

    private static ObjectNode optional(Path directory, String file) {
        Path path = directory.resolve(file);
        return Files.exists(path) ? JsonFiles.readObject(path, MAX_FILE_BYTES) : JsonFiles.newObject();
    }

    private static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAX_FILE_BYTES) {
                throw new CheckpointException(JINJA + ": expected at most " + MAX_FILE_BYTES + " bytes, found " + size);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new CheckpointException(JINJA + ": cannot be read", e);
        }
    }

    /** A string, or the template named {@code default} in a list or object. */
    private static @Nullable String field(String file, ObjectNode json) {
        JsonNode node = json.path(FIELD);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        JsonNode template = node;
        if (node.isObject()) {
            template = node.path("default");
        }
        for (JsonNode named : node.isArray() ? node : json.arrayNode()) {
            if (named.path("name").asString("").equals("default")) {
                template = named.path("template");
            }
        }
        if (!template.isString()) {
            throw new CheckpointException(
                    file + ": " + FIELD + ": expected a template, or several with one \"default\"");
        }
        return template.stringValue();
    }

    private static Map<String, String> variables(ObjectNode tokenizer) {
        Map<String, String> variables = new HashMap<>();
        for (String name : VARIABLES) {
            JsonNode token = tokenizer.path(name);
            JsonNode content = token.isObject() ? token.path("content") : token;
            if (content.isString()) {
                variables.put(name, content.stringValue());
            }
        }
        return variables;
    }
}
