package org.geor1.data.chat;

import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON lines in the form of TRL or verl ({@link HuggingFaceRow}). */
public final class HuggingFaceJsonReader extends JsonLinesReader {

    @Override
    public String name() {
        return "hf-jsonl";
    }

    @Override
    boolean recognises(JsonNode object) {
        return HuggingFaceRow.looksLikeOne(object);
    }

    @Override
    Row.Sample sample(Origin origin, JsonNode object, @Nullable String split) throws FaultException {
        return HuggingFaceRow.sample(origin, object, split);
    }
}
