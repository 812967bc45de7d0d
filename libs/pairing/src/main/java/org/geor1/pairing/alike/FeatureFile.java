package org.geor1.pairing.alike;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.geor1.data.DatasetException;
import org.geor1.data.FaultException;
import org.geor1.data.file.Json;
import org.geor1.data.file.Utf8Lines;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Feature vectors from JSON lines of {@code sha256} (of a tile's file) and {@code vector} (numbers), kept in memory. */
public final class FeatureFile implements FeatureVectors {

    private static final int MAX_LENGTH = 1 << 16;

    private final Map<String, float[]> vectors = new HashMap<>();

    /** @throws DatasetException if a line is something else; it says which */
    public FeatureFile(Path file) throws IOException {
        try (Utf8Lines lines = new Utf8Lines(file)) {
            for (Utf8Lines.Line line = lines.next(); line != null; line = lines.next()) {
                try {
                    String text = line.text();
                    if (!text.isBlank()) {
                        add(Json.object(text));
                    }
                } catch (FaultException e) {
                    throw new DatasetException(file + " line " + line.number() + ": " + e.problem());
                }
            }
        }
    }

    private void add(JsonNode object) throws FaultException {
        String sha256 = Json.text(object, "sha256");
        JsonNode list = Json.list(object, "vector");
        if (sha256 == null || !sha256.matches("[0-9a-f]{64}")) {
            throw new FaultException("has no 'sha256' of 64 lower-case hexadecimal digits");
        }
        if (list.size() > MAX_LENGTH) {
            throw new FaultException("has a 'vector' of more than " + MAX_LENGTH + " numbers");
        }
        float[] vector = new float[list.size()];
        for (int i = 0; i < vector.length; i++) {
            if (!list.path(i).isNumber()) {
                throw new FaultException("has something in 'vector' that is not a number");
            }
            vector[i] = list.path(i).floatValue();
        }
        vectors.put(sha256, vector);
    }

    @Override
    public float @Nullable [] of(String tileSha256) {
        return vectors.get(tileSha256);
    }
}
