package org.geor1.data.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
 * The names of one file's fields and roles, as an entry of LLaMA-Factory's {@code dataset_info.json} gives them, with
 * its defaults.
 *
 * @param name of the entry
 * @param file relative to the folder
 * @param messages field of the turns; null if each row is looked at for "messages" or "conversations"
 * @param roles maps the dataset's roles to ours
 */
record ShareGptLayout(
        String name,
        String file,
        @Nullable String messages,
        String images,
        String system,
        String roleField,
        String textField,
        Map<String, String> roles,
        @Nullable String split) {

    private static final Map<String, String> SHAREGPT =
            Map.of("system", Turn.SYSTEM, "human", Turn.USER, "gpt", Turn.ASSISTANT);
    private static final Map<String, String> OPENAI =
            Map.of("system", Turn.SYSTEM, "user", Turn.USER, "assistant", Turn.ASSISTANT);

    static boolean isOne(JsonNode entry) {
        return entry.path("file_name").isString()
                && !entry.has("hf_hub_url")
                && !entry.has("ms_hub_url")
                && "sharegpt".equals(Json.text(entry, "formatting"));
    }

    static ShareGptLayout of(String name, JsonNode entry) {
        JsonNode columns = entry.path("columns");
        JsonNode tags = entry.path("tags");
        Map<String, String> roles = new HashMap<>();
        roles.put(or(tags, "system_tag", "system"), Turn.SYSTEM);
        roles.put(or(tags, "user_tag", "human"), Turn.USER);
        roles.put(or(tags, "assistant_tag", "gpt"), Turn.ASSISTANT);
        return new ShareGptLayout(
                name,
                or(entry, "file_name", ""),
                or(columns, "messages", "conversations"),
                or(columns, "images", "images"),
                or(columns, "system", "system"),
                or(tags, "role_tag", "from"),
                or(tags, "content_tag", "value"),
                roles,
                Json.text(entry, "split"));
    }

    static ShareGptLayout undescribed(String file) {
        return new ShareGptLayout("", file, null, "images", "system", "", "", Map.of(), null);
    }

    private static String or(JsonNode object, String field, String otherwise) {
        return Objects.requireNonNullElse(Json.text(object, field), otherwise);
    }

    Row.Sample sample(Origin origin, JsonNode row) throws FaultException {
        List<Turn> turns = new ArrayList<>();
        String instructions = Json.text(row, system);
        if (instructions != null && !instructions.isEmpty()) {
            turns.add(new Turn(Turn.SYSTEM, instructions));
        }
        String field = messages == null ? (row.has("messages") ? "messages" : "conversations") : messages;
        turns.addAll(turns(Json.list(row, field)));
        Row.Sample.Builder sample = Row.Sample.builder(
                        origin, Objects.requireNonNullElse(Json.text(row, "id"), origin.toString()))
                .turns(turns)
                .truth(Turns.answer(turns))
                .place(PlaceFields.read(name -> Json.text(row, name)))
                .split(split)
                .metadata(Json.others(row, PlaceFields.namesAnd("id", field, images, system)));
        if (!name.isEmpty()) {
            sample.metadata("dataset", name);
        }
        for (JsonNode path : row.path(images)) {
            if (!path.isString()) {
                throw new FaultException("has something in '" + images + "' that is not a path");
            }
            sample.image(path.asString(), ImageRole.IMAGE);
        }
        return sample.build();
    }

    private List<Turn> turns(JsonNode list) throws FaultException {
        if (messages != null) {
            return Turns.read(list, roleField, textField, roles);
        }
        return list.path(0).has("role")
                ? Turns.read(list, "role", "content", OPENAI)
                : Turns.read(list, "from", "value", SHAREGPT);
    }
}
