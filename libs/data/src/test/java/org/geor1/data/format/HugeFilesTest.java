package org.geor1.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetReader;
import org.geor1.data.Rows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contract: where a dataset keeps its rows in one file of 3 GB without a line's end, its reader says what is wrong and needs
 * little memory. The file is sparse, so it takes no space; the readers run in a process whose heap is far smaller.
 */
class HugeFilesTest {

    private static final String HEAP = "-Xmx256m";

    @TempDir
    Path folder;

    @Test
    void aFileOfThreeGigabytesIsAFaultAndNoLackOfMemory() throws Exception {
        Path huge = folder.resolve("huge");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(3L << 30);
        }
        place(huge, "vlm-r1/rows.jsonl");
        place(huge, "llama-factory/rows.json");
        place(huge, "hf-parquet/data/train.parquet");
        place(huge, "cvact/ACT_data.mat");
        place(huge, "cvusa/splits/train-19zl.csv");
        place(huge, "photos/rows.csv");

        assertThat(read(
                        "vlm-r1", "vlm-r1",
                        "llama-factory", "llama-factory/rows.json",
                        "hf-parquet", "hf-parquet",
                        "cvact", "cvact",
                        "cvusa", "cvusa",
                        "photos", "photos/rows.csv"))
                .satisfiesExactly(
                        row -> assertThat(row).contains("rows.jsonl", "is a line of more than 67108864 bytes"),
                        row -> assertThat(row).contains("rows.json", "is bad JSON"),
                        row -> assertThat(row).contains("train.parquet", "is not a Parquet file"),
                        row -> assertThat(row).contains("ACT_data.mat", "has more than 268435456 bytes"),
                        row -> assertThat(row).contains("train-19zl.csv", "is a line of more than 67108864 bytes"),
                        row -> assertThat(row).contains("rows.csv", "is no table of photos"));
    }

    private void place(Path huge, String at) throws IOException {
        Path file = folder.resolve(at);
        Files.createDirectories(file.getParent());
        Files.createLink(file, huge);
    }

    private List<String> read(String... namesAndPaths) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder process = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                Reader.class.getName());
        process.command().addAll(List.of(namesAndPaths));
        process.directory(folder.toFile()).redirectErrorStream(true).redirectOutput(output.toFile());
        assertThat(process.start().waitFor()).as(Files.readString(output)).isZero();
        return Files.readAllLines(output).stream()
                .filter(line -> line.startsWith("row "))
                .toList();
    }

    /** Prints the rows of datasets, given as pairs of a layout's name and a path. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] namesAndPaths) throws IOException {
            for (int at = 0; at < namesAndPaths.length; at += 2) {
                DatasetReader reader = DatasetFormats.named(namesAndPaths[at]).orElseThrow();
                try (Rows rows = reader.open(Path.of(namesAndPaths[at + 1]))) {
                    rows.forEachRemaining(row -> System.out.println("row " + row));
                } catch (DatasetException e) {
                    System.out.println("row " + e.getMessage());
                }
            }
        }
    }
}
