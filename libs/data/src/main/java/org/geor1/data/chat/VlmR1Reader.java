package org.geor1.data.chat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.file.Json;
import org.geor1.data.file.PlaceFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * JSON lines of VLM-R1: {@code id}, {@code image} (a path or a list of paths) and {@code conversations} of
 * {@code from} human or gpt and {@code value}. The truth is what gpt says last, without its answer tags.
 */
public final class VlmR1Reader extends JsonLinesReader {

    private static final Map<String, String> ROLES =
            Map.of("system", Turn.SYSTEM, "human", Turn.USER, "gpt", Turn.ASSISTANT);
    private static final Set<String> KNOWN = PlaceFields.namesAnd("id", "image", "conversations");

    @Override
    public String name() {
        return "vlm-r1";
    }

    @Override
    boolean recognises(JsonNode object) {
        return object.path("conversations").path(0).has("from");
    }

    @Override
    Row.Sample sample(Origin origin, JsonNode object, @Nullable String split) throws FaultException {
        List<Turn> turns = Turns.read(Json.list(object, "conversations"), "from", "value", ROLES);
        Row.Sample.Builder sample = Row.Sample.builder(
                        origin, Objects.requireNonNullElse(Json.text(object, "id"), origin.toString()))
                .turns(turns)
                .truth(Turns.answer(turns))
                .place(PlaceFields.read(field -> Json.text(object, field)))
                .split(split)
                .metadata(Json.others(object, KNOWN));
        for (JsonNode path : paths(object.path("image"))) {
            if (!path.isString()) {
                throw new FaultException("has an 'image' that is neither a path nor a list of paths");
            }
            sample.image(path.asString(), ImageRole.IMAGE);
        }
        return sample.build();
    }

    private static Iterable<JsonNode> paths(JsonNode image) {
        if (image.isMissingNode() || image.isNull()) {
            return List.of();
        }
        return image.isArray() ? image : List.of(image);
    }
}
