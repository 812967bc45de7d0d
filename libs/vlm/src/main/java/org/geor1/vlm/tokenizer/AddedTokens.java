package org.geor1.vlm.tokenizer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.checkpoint.file.JsonFiles;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A checkpoint's added tokens, collected from all files that list any. Files must agree on ids. A token is special if
 * any file says so, which is the safe choice: user text can then never become a control token.
 */
final class AddedTokens {

    private static final long MAX_FILE_BYTES = 16L << 20;
    private static final String CONFIG = "tokenizer_config.json";
    private static final String IDS = "added_tokens.json";
    private static final List<String> NAMED_SPECIAL = List.of(
            "bos_token",
            "eos_token",
            "pad_token",
            "unk_token",
            "sep_token",
            "cls_token",
            "mask_token",
            "additional_special_tokens",
            "extra_special_tokens");

    private final Map<String, AddedToken> byContent = new LinkedHashMap<>();

    private AddedTokens() {}

    /** Reads the added tokens from {@code source} and the files beside it, sorted by id. */
    static List<AddedToken> read(Path directory, TokenizerSource source) {
        AddedTokens tokens = new AddedTokens();
        for (JsonNode node : source.json().path("added_tokens")) {
            int id = AddedToken.requireId(source.file(), node.path("id"));
            tokens.add(source.file(), AddedToken.read(source.file(), id, node));
        }
        // Always control tokens, whatever the files say: clearing the flag in a fine-tune must not let user text forge
        // them.
        Set<String> special = new HashSet<>(
                Arrays.stream(SpecialToken.values()).map(SpecialToken::text).toList());
        ObjectNode config = optional(directory, CONFIG);
        config.path("added_tokens_decoder")
                .properties()
                .forEach(entry ->
                        tokens.add(CONFIG, AddedToken.read(CONFIG, parseId(entry.getKey()), entry.getValue())));
        collectNames(config, special);
        collectNames(optional(directory, "special_tokens_map.json"), special);
        for (Map.Entry<String, JsonNode> entry : optional(directory, IDS).properties()) {
            int id = AddedToken.requireId(IDS, entry.getValue());
            boolean control = special.contains(entry.getKey());
            tokens.add(IDS, new AddedToken(id, entry.getKey(), control, false, false, false, !control));
        }
        return tokens.all(special);
    }

    private static ObjectNode optional(Path directory, String file) {
        Path path = directory.resolve(file);
        return Files.exists(path) ? JsonFiles.readObject(path, MAX_FILE_BYTES) : JsonFiles.newObject();
    }

    private static int parseId(String key) {
        return AddedToken.requireId(CONFIG, JsonFiles.newObject().numberNode(parseNumber(key)));
    }

    private static long parseNumber(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            throw new CheckpointException(CONFIG + ": added_tokens_decoder: expected a token id, found " + key, e);
        }
    }

    /** A name is a string or an object with a content; names come singly, in a list or as the values of an object. */
    private static void collectNames(ObjectNode node, Set<String> names) {
        NAMED_SPECIAL.forEach(field -> collect(node.path(field), names));
    }

    private static void collect(JsonNode node, Set<String> names) {
        if (node.isString()) {
            names.add(node.stringValue());
        } else if (node.path("content").isString()) {
            names.add(node.path("content").stringValue());
        } else {
            node.forEach(child -> collect(child, names));
        }
    }

    private void add(String file, AddedToken token) {
        AddedToken known = byContent.get(token.content());
        if (known == null) {
            byContent.put(token.content(), token);
        } else if (known.id() != token.id()) {
            throw new CheckpointException(
                    file + ": " + token.content() + " has two ids, " + known.id() + " and " + token.id());
        } else if (token.special()) {
            byContent.put(token.content(), known.asSpecial());
        }
    }

    private List<AddedToken> all(Collection<String> special) {
        List<AddedToken> all = byContent.values().stream()
                .map(token -> special.contains(token.content()) ? token.asSpecial() : token)
                .sorted(Comparator.comparingInt(AddedToken::id))
                .toList();
        for (AddedToken token : all) {
            if (token.special() && (token.lstrip() || token.rstrip() || token.singleWord())) {
                throw new CheckpointException("special token " + token.content()
                        + " depends on the text beside it (lstrip, rstrip, single_word), which is not supported");
            }
        }
        return all;
    }
}
