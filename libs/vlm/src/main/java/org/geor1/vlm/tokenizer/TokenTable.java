package org.geor1.vlm.tokenizer;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A {@code tokenizer.json} with fixed ids. The native library ignores the ids of added tokens and numbers them
 * consecutively after the vocabulary, unless the vocabulary already holds them, so omitting one would shift all later
 * ids. Every added token is therefore put into the vocabulary with the id given in its file.
 */
final class TokenTable {

    private final String file;
    private final ObjectNode json;
    private final List<AddedToken> added;
    private final BitSet ids = new BitSet();

    /** @throws CheckpointException if a token has two ids or an id has two tokens */
    TokenTable(TokenizerSource source, List<AddedToken> added) {
        this.file = source.file();
        this.json = source.json();
        this.added = added;
        if (!(json.path("model").path("vocab") instanceof ObjectNode)) {
            throw new CheckpointException(file + ": expected an object in model.vocab");
        }
        Map<Integer, String> contents = new HashMap<>();
        vocabulary()
                .properties()
                .forEach(entry -> put(contents, AddedToken.requireId(file, entry.getValue()), entry.getKey()));
        for (AddedToken token : added) {
            if (vocabulary().has(token.content())
                    && vocabulary().path(token.content()).intValue() != token.id()) {
                throw new CheckpointException(file + ": " + token.content() + " has two ids, "
                        + vocabulary().path(token.content()) + " and " + token.id());
            }
            put(contents, token.id(), token.content());
        }
        contents.keySet().forEach(ids::set);
    }

    private void put(Map<Integer, String> contents, int id, String content) {
        String other = contents.putIfAbsent(id, content);
        if (other != null && !other.equals(content)) {
            throw new CheckpointException(file + ": id " + id + " is given to both " + other + " and " + content);
        }
    }

    private ObjectNode vocabulary() {
        return (ObjectNode) json.path("model").path("vocab");
    }

    /** The ids that have a text. */
    BitSet ids() {
        return ids;
    }

    /** With all tokens, special ones included. */
    ObjectNode full() {
        return with(added);
    }

    /**
     * Without special tokens. No text can produce one either: the native library refuses merges that would spell it.
     */
    ObjectNode plain() {
        return with(added.stream().filter(token -> !token.special()).toList());
    }

    private ObjectNode with(List<AddedToken> tokens) {
        ObjectNode copy = json.deepCopy();
        ObjectNode vocabulary = (ObjectNode) copy.path("model").path("vocab");
        added.forEach(token -> vocabulary.remove(token.content()));
        ArrayNode array = copy.putArray("added_tokens");
        for (AddedToken token : tokens) {
            vocabulary.put(token.content(), token.id());
            token.putInto(array.addObject().put("id", token.id()));
        }
        return copy;
    }
}
