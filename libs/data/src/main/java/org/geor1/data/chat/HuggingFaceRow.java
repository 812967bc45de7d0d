package org.geor1.data.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.file.Json;
import org.geor1.data.file.PlaceFields;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A row as TRL or verl have it. Both have a {@code prompt} of messages and {@code image} or {@code images} of paths,
 * bytes, or structs of both. TRL marks images by parts of a message's content; if it marks none they stand at the start
 * of the first message of the user, as TRL puts them. verl marks them by {@code <image>} and has {@code data_source},
 * {@code reward_model.ground_truth} and {@code extra_info} besides.
 */
final class HuggingFaceRow {

    private static final Map<String, String> ROLES =
            Map.of("system", Turn.SYSTEM, "user", Turn.USER, "assistant", Turn.ASSISTANT);
    private static final List<String> TRUTHS = List.of("solution", "answer", "ground_truth");
    private static final Set<String> KNOWN = PlaceFields.namesAnd(
            "id",
            "prompt",
            "messages",
            "completion",
            "image",
            "images",
            "solution",
            "answer",
            "ground_truth",
            "reward_model",
            "extra_info");

    private HuggingFaceRow() {}

    static boolean looksLikeOne(JsonNode object) {
        return object.has("prompt") || object.path("messages").isArray();
    }

    static Row.Sample sample(Origin origin, JsonNode row, @Nullable String split) throws FaultException {
        JsonNode extra = row.path("extra_info");
        List<ImageSource> images = images(row);
        Row.Sample.Builder sample = Row.Sample.builder(
                        origin, Objects.requireNonNullElse(Json.text(row, "id"), origin.toString()))
                .images(images)
                .turns(turns(row, images.size()))
                .truth(truth(row))
                .place(PlaceFields.read(field -> either(row, extra, field)))
                .split(split == null ? Json.text(extra, "split") : split)
                .metadata(Json.others(row, KNOWN));
        if (extra.isObject()) {
            Json.others(extra, PlaceFields.namesAnd("split"))
                    .forEach((name, value) -> sample.metadata("extra_info." + name, value));
        }
        return sample.build();
    }

    private static @Nullable String either(JsonNode row, JsonNode extra, String field) {
        String text = Json.text(row, field);
        return text == null ? Json.text(extra, field) : text;
    }

    private static @Nullable String truth(JsonNode row) {
        String truth = Json.text(row.path("reward_model"), "ground_truth");
        for (String field : TRUTHS) {
            truth = truth == null ? Json.text(row, field) : truth;
        }
        return truth;
    }

    private static List<ImageSource> images(JsonNode row) throws FaultException {
        List<ImageSource> images = new ArrayList<>();
        for (String field : List.of("image", "images")) {
            JsonNode value = row.path(field);
            if (value.isArray()) {
                for (JsonNode image : value) {
                    images.add(image(image));
                }
            } else if (!value.isMissingNode() && !value.isNull()) {
                images.add(image(value));
            }
        }
        return images;
    }

    private static ImageSource image(JsonNode image) throws FaultException {
        JsonNode bytes = image.isObject() ? image.path("bytes") : image;
        if (bytes.isBinary()) {
            return new ImageSource.Bytes(bytes.binaryValue(), ImageRole.IMAGE);
        }
        JsonNode path = image.isObject() ? image.path("path") : image;
        if (!path.isString()) {
            throw new FaultException("has an image that is neither bytes nor a path");
        }
        return new ImageSource.File(path.asString(), ImageRole.IMAGE);
    }

    private static List<Turn> turns(JsonNode row, int images) throws FaultException {
        List<Turn> turns = new ArrayList<>();
        add(turns, row.has("prompt") ? row.path("prompt") : row.path("messages"), Turn.USER);
        if (turns.isEmpty()) {
            throw new FaultException("has no 'prompt'");
        }
        add(turns, row.path("completion"), Turn.ASSISTANT);
        return turns.stream().mapToInt(Turn::marks).sum() == 0 ? markedInFront(turns, images) : turns;
    }

    private static List<Turn> markedInFront(List<Turn> turns, int images) {
        List<Turn> marked = new ArrayList<>(turns);
        for (int index = 0; index < marked.size(); index++) {
            Turn turn = marked.get(index);
            if (turn.role().equals(Turn.USER)) {
                marked.set(index, new Turn(turn.role(), Turn.IMAGE_MARK.repeat(images) + turn.text()));
                break;
            }
        }
        return marked;
    }

    /** @param role of a plain string */
    private static void add(List<Turn> turns, JsonNode messages, String role) throws FaultException {
        if (messages.isString()) {
            turns.add(new Turn(role, messages.asString()));
        }
        for (JsonNode message : messages) {
            String given = Json.text(message, "role");
            String known = given == null ? null : ROLES.get(given);
            if (known == null) {
                throw new FaultException(
                        "has a message with 'role' " + given + "; it must be system, user or assistant");
            }
            turns.add(new Turn(known, content(message.path("content"))));
        }
    }

    private static String content(JsonNode content) throws FaultException {
        if (content.isString()) {
            return content.asString();
        }
        if (!content.isArray()) {
            throw new FaultException("has a message without 'content'");
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            String type = Json.text(part, "type");
            if ("image".equals(type)) {
                text.append(Turn.IMAGE_MARK);
            } else if ("text".equals(type) && part.path("text").isString()) {
                text.append(part.path("text").asString());
            } else {
                throw new FaultException("has a part of type " + type + " in a message; text and image are read");
            }
        }
        return text.toString();
    }
}
