package org.geor1.data.canonical;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.ImageSource;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.Turn;
import org.geor1.data.file.DataFiles;
import org.geor1.data.file.FileRows;
import org.geor1.data.file.Json;
import org.geor1.data.file.LineRows;
import org.geor1.data.file.PlaceFields;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What {@link CanonicalJson} writes. Image paths are relative to the folder of the file. */
public final class CanonicalReader implements DatasetReader {

    private static final List<String> ROLES = List.of(Turn.SYSTEM, Turn.USER, Turn.ASSISTANT);

    @Override
    public String name() {
        return "canonical";
    }

    @Override
    public boolean recognises(Path dataset) {
        JsonNode first = DataFiles.firstObject(dataset);
        return first != null
                && first.path("id").isString()
                && first.path("images").isArray()
                && (first.path("images").path(0).has("role")
                        || first.path("turns").isArray());
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        List<Path> files = DataFiles.find(dataset.toRealPath(), ".jsonl");
        if (files.isEmpty()) {
            throw new DatasetException(dataset + " has no .jsonl file, so it is no " + name() + " dataset");
        }
        return new FileRows(
                files,
                file -> new LineRows(file, folder.name(file), (origin, line) -> sample(origin, Json.object(line))));
    }

    private static Row.Sample sample(Origin origin, JsonNode json) throws FaultException {
        String id = Json.text(json, "id");
        if (id == null) {
            throw new FaultException("has no 'id'");
        }
        JsonNode place = json.path("place");
        Map<String, String> metadata = new LinkedHashMap<>();
        json.path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asString("")));
        return Row.Sample.builder(origin, id)
                .images(images(json.path("images")))
                .place(PlaceFields.read(field -> Json.text(place, field)))
                .turns(turns(json.path("turns")))
                .truth(Json.text(json, "truth"))
                .split(Json.text(json, "split"))
                .metadata(metadata)
                .build();
    }

    private static List<ImageSource> images(JsonNode list) throws FaultException {
        List<ImageSource> images = new ArrayList<>();
        for (JsonNode image : list) {
            try {
                ImageRole role =
                        ImageRole.valueOf(image.path("role").asString("").toUpperCase(Locale.ROOT));
                String path = Json.text(image, "path");
                images.add(
                        path == null
                                ? new ImageSource.Bytes(image.path("bytes").binaryValue(), role)
                                : new ImageSource.File(path, role));
            } catch (IllegalArgumentException | JacksonException e) {
                throw new FaultException("has an image without a known role, or with neither path nor bytes");
            }
        }
        return images;
    }

    private static List<Turn> turns(JsonNode list) throws FaultException {
        List<Turn> turns = new ArrayList<>();
        for (JsonNode turn : list) {
            String role = Json.text(turn, "role");
            String text = Json.text(turn, "text");
            if (role == null || text == null || !ROLES.contains(role)) {
                throw new FaultException("has a turn without a text, or with the role " + role);
            }
            turns.add(new Turn(role, text));
        }
        return turns;
    }
}
