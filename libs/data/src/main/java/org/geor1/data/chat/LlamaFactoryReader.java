package org.geor1.data.chat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.Rows;
import org.geor1.data.file.FileRows;
import org.geor1.data.file.Json;
import org.geor1.data.file.JsonArrayRows;
import org.geor1.data.file.LineRows;
import org.geor1.data.file.Utf8;
import tools.jackson.databind.JsonNode;

/**
 * Conversations of LLaMA-Factory: JSON arrays (or JSON lines) in the sharegpt format, and {@code dataset_info.json}, which
 * names each file's fields and roles. A file without an entry is read by its own names.
 */
public final class LlamaFactoryReader implements DatasetReader {

    private static final String INFO = "dataset_info.json";
    private static final int MAX_INFO_BYTES = 4 << 20;

    @Override
    public String name() {
        return "llama-factory";
    }

    @Override
    public boolean recognises(Path dataset) {
        if (Files.isRegularFile(dataset)) {
            return String.valueOf(dataset.getFileName()).endsWith(".json");
        }
        try {
            // Hugging Face's own files of this name describe other things.
            return Files.isDirectory(dataset)
                    && !described(DatasetFolder.of(dataset)).isEmpty();
        } catch (IOException | DatasetException e) {
            return false;
        }
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        Path real = dataset.toRealPath();
        boolean single = Files.isRegularFile(real) && !real.endsWith(INFO);
        List<ShareGptLayout> layouts = new ArrayList<>();
        for (ShareGptLayout layout : described(folder)) {
            if (!single || real.equals(folder.root().resolve(layout.file()).normalize())) {
                layouts.add(layout);
            }
        }
        if (single && layouts.isEmpty()) {
            layouts.add(ShareGptLayout.undescribed(folder.name(real)));
        }
        if (layouts.isEmpty()) {
            throw new DatasetException("%s names no file of its folder with \"formatting\": \"sharegpt\""
                    .formatted(folder.root().resolve(INFO)));
        }
        Map<Path, ShareGptLayout> byFile = new LinkedHashMap<>();
        layouts.forEach(layout -> byFile.put(folder.root().resolve(layout.file()), layout));
        return new FileRows(
                List.copyOf(byFile.keySet()), file -> rows(folder, Objects.requireNonNull(byFile.get(file))));
    }

    private static Rows rows(DatasetFolder folder, ShareGptLayout layout) throws FaultException, IOException {
        Path file = folder.resolve(layout.file());
        String name = folder.name(file);
        if (name.endsWith(".jsonl")) {
            return new LineRows(file, name, (origin, line) -> layout.sample(origin, Json.object(line)));
        }
        return new JsonArrayRows(file, name, (origin, index, element) -> layout.sample(origin, element));
    }

    /** The entries for files; those for datasets on a hub and of other formats are passed over. */
    private static List<ShareGptLayout> described(DatasetFolder folder) throws IOException {
        Path info = folder.root().resolve(INFO);
        if (!Files.isRegularFile(info)) {
            return List.of();
        }
        if (Files.size(info) > MAX_INFO_BYTES) {
            throw new DatasetException(info + " has more than " + MAX_INFO_BYTES + " bytes");
        }
        List<ShareGptLayout> layouts = new ArrayList<>();
        try {
            JsonNode entries = Json.object(Utf8.decode(Files.readAllBytes(info)));
            for (Map.Entry<String, JsonNode> entry : entries.properties()) {
                if (ShareGptLayout.isOne(entry.getValue())) {
                    layouts.add(ShareGptLayout.of(entry.getKey(), entry.getValue()));
                }
            }
        } catch (FaultException e) {
            throw new DatasetException(info + " " + e.problem());
        }
        return layouts;
    }
}
