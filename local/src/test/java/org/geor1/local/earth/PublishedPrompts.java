package org.geor1.local.earth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.geor1.local.home.Installation;
import org.geor1.rl.sft.SftExample;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Rows of the test's dataset and the token ids that {@code transformers} makes of them, by {@code
 * benchmarks/parity/make_real_earth_fixture.py}. A row has the two texts of {@code conversations}; {@code sizes} are width and
 * height of its pictures. Rows that are only asked end where the model's turn begins, and imitated ones where it ends.
 */
final class PublishedPrompts {

    private static final Path FILE = Path.of("local/src/test/resources/earth/published.json");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A row as its dataset has it: the question with its marks, and the answer. */
    record Row(String question, String answer) {}

    private PublishedPrompts() {}

    private static Path file() {
        return Installation.root().resolve(FILE);
    }

    /** @param kind {@code asked} or {@code imitated} */
    static Map<Row, List<Integer>> golden(String kind) throws IOException {
        Map<Row, List<Integer>> ids = new LinkedHashMap<>();
        for (JsonNode one : JSON.readTree(file().toFile()).path(kind)) {
            List<Integer> tokens = new ArrayList<>();
            one.path("ids").forEach(id -> tokens.add(id.intValue()));
            ids.put(
                    new Row(
                            one.path("question").stringValue(),
                            one.path("answer").stringValue()),
                    tokens);
        }
        return ids;
    }

    /** Writes the rows for the script, without ids. */
    static void write(Map<Row, List<int[]>> asked, Map<Row, List<int[]>> imitated) throws IOException {
        ObjectNode all = JSON.createObjectNode();
        Map.of("asked", asked, "imitated", imitated).forEach((kind, rows) -> {
            ArrayNode list = all.putArray(kind);
            rows.forEach((row, sizes) -> list.addObject()
                    .put("question", row.question())
                    .put("answer", row.answer())
                    .set("sizes", JSON.valueToTree(sizes)));
        });
        Files.createDirectories(file().getParent());
        Files.writeString(file(), all + "\n");
    }

    /** The rows of a file of VLM-R1's layout or of the canonical form. */
    static List<Row> rows(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            rows.add(
                    row.has("turns")
                            ? row(row)
                            : new Row(
                                    row.at("/conversations/0/value").stringValue(),
                                    row.at("/conversations/1/value").stringValue()));
        }
        return rows;
    }

    /** A sample as the registry has it. */
    static Row row(JsonNode sample) {
        return new Row(
                sample.at("/turns/0/text").stringValue(),
                sample.at("/turns/1/text").stringValue());
    }

    /** What a model in the directory reads. */
    static List<List<Integer>> asked(Path model, List<ChatPrompt> prompts) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(model)) {
            PromptEncoder encoder = PromptEncoder.load(model, ConfigReader.read(model), tokenizer);
            return prompts.stream()
                    .map(prompt -> list(encoder.encode(prompt).inputIds()))
                    .toList();
        }
    }

    /** What a model in the directory imitates, behind what it reads. */
    static List<List<Integer>> imitated(Path model, List<SftExample> examples) {
        try (VlmTokenizer tokenizer = VlmTokenizer.load(model)) {
            PromptEncoder encoder = PromptEncoder.load(model, ConfigReader.read(model), tokenizer);
            return examples.stream()
                    .map(example -> list(IntStream.concat(
                                    IntStream.of(
                                            encoder.encode(example.prompt()).inputIds()),
                                    IntStream.of(encoder.template().encodeAssistant(example.completion())))
                            .toArray()))
                    .toList();
        }
    }

    private static List<Integer> list(int[] ids) {
        return IntStream.of(ids).boxed().toList();
    }
}
