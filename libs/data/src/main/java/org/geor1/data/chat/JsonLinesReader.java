package org.geor1.data.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.file.DataFiles;
import org.geor1.data.file.FileRows;
import org.geor1.data.file.Json;
import org.geor1.data.file.LineRows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Files {@code *.jsonl}, one object a line. */
abstract class JsonLinesReader implements DatasetReader {

    /** @param split that the file's name says */
    abstract Row.Sample sample(Origin origin, JsonNode object, @Nullable String split) throws FaultException;

    abstract boolean recognises(JsonNode object);

    @Override
    public boolean recognises(Path dataset) {
        JsonNode first = DataFiles.firstObject(dataset);
        return first != null && recognises(first);
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        List<Path> files = DataFiles.find(dataset.toRealPath(), ".jsonl");
        if (files.isEmpty()) {
            throw new DatasetException(dataset + " has no .jsonl file, so it is no " + name() + " dataset");
        }
        return new FileRows(files, file -> {
            String split = DataFiles.split(file);
            return new LineRows(file, folder.name(file), (origin, line) -> sample(origin, Json.object(line), split));
        });
    }
}
