package org.geor1.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads whole small datasets. */
public final class Reading {

    private Reading() {}

    public static List<Row> all(DatasetReader reader, Path dataset) throws IOException {
        try (Rows rows = reader.open(dataset)) {
            return all(rows);
        }
    }

    public static List<Row> all(Rows rows) {
        List<Row> all = new ArrayList<>();
        rows.forEachRemaining(all::add);
        return all;
    }

    public static List<Row.Sample> samples(List<Row> rows) {
        return rows.stream()
                .filter(Row.Sample.class::isInstance)
                .map(Row.Sample.class::cast)
                .toList();
    }

    public static List<String> faults(List<Row> rows) {
        return rows.stream()
                .filter(Row.Fault.class::isInstance)
                .map(Row::toString)
                .toList();
    }

    public static List<String> paths(Row.Sample sample) {
        return sample.images().stream()
                .map(image -> image.role().title() + " " + ((ImageSource.File) image).path())
                .toList();
    }

    public static void write(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines), StandardCharsets.UTF_8);
    }
}
