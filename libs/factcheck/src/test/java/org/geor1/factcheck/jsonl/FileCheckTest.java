package org.geor1.factcheck.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.gazetteer.Gazetteer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Contract: every line is checked or named with its fault, and what may be trained on is written as it was. */
class FileCheckTest {

    private static final String ROW =
            "{\"id\":7,\"image\":\"p.jpg\",\"conversations\":[{\"from\":\"human\",\"value\":\"Where?\"},"
                    + "{\"from\":\"gpt\",\"value\":\"%s\"}],\"lat\":48.8566,\"lon\":2.3522,\"country\":\"FR\",\"city\":\"Paris\"}";

    @TempDir
    Path directory;

    private final FileCheck check = new FileCheck(Gazetteer.earth());

    @Test
    void rowsAreAcceptedRepairedOrLeftOut() throws Exception {
        String accepted = ROW.formatted("Cars drive on the right.");
        Path file =
                write(accepted, "", ROW.formatted("Cars drive on the left."), ROW.formatted("So this is Rome, Italy."));
        List<Long> progress = new ArrayList<>();
        FileCheck.Result result = check.check(file, directory.resolve("out"), progress::add);
        assertThat(result.faultyLines()).isZero();
        List<String> checked = Files.readAllLines(directory.resolve("out/checked.jsonl"));
        assertThat(checked).hasSize(2).first().isEqualTo(accepted);
        JsonNode repaired = JsonMapper.shared().readTree(checked.get(1));
        assertThat(repaired.at("/conversations/1/value").stringValue()).isEqualTo("Cars drive on the right.");
        assertThat(repaired.at("/image").stringValue()).isEqualTo("p.jpg");
        assertThat(repaired.at("/conversations/0/value").stringValue()).isEqualTo("Where?");
        List<String> verdicts = Files.readAllLines(directory.resolve("out/verdicts.jsonl"));
        assertThat(verdicts).hasSize(3);
        assertThat(JsonMapper.shared()
                        .readTree(verdicts.get(2))
                        .at("/violations/0/actual")
                        .stringValue())
                .isEqualTo("Paris");
        JsonNode report = JsonMapper.shared()
                .readTree(directory.resolve("out/report.json").toFile());
        assertThat(report.at("/report/exemplars").intValue()).isEqualTo(3);
        assertThat(directory.resolve("out/report.html")).content().contains("<svg");
        assertThat(progress).hasSize(4).last().isEqualTo(Files.size(file));
    }

    @Test
    void rowsOfTheCanonicalFormAreReadToo() throws Exception {
        String row =
                "{\"id\":\"7\",\"images\":[{\"role\":\"photo\",\"path\":\"p.jpg\"}],\"place\":{\"latitude\":48.8566,"
                        + "\"longitude\":2.3522,\"city\":\"Paris\"},\"turns\":[{\"role\":\"user\",\"text\":\"<image>Cars drive on the left?\"},"
                        + "{\"role\":\"assistant\",\"text\":\"%s\"}],\"truth\":\"right\"}";
        String accepted = row.formatted("Cars drive on the right.");
        Path file = write(accepted, row.formatted("Cars drive on the left."), row.formatted("So this is Rome, Italy."));
        FileCheck.Result result = check.check(file, directory.resolve("out"), bytes -> {});
        assertThat(result.faults()).isEmpty();
        assertThat(Files.readAllLines(directory.resolve("out/checked.jsonl"))).containsExactly(accepted, accepted);
        assertThat(result.report().exemplars()).isEqualTo(3);
    }

    @Test
    void aPositionMayBeSpelledOut() throws Exception {
        Path file = write(ROW.formatted("Cars drive on the right.")
                .replace("\"lat\"", "\"latitude\"")
                .replace("\"lon\"", "\"longitude\"")
                .replace(",\"country\":\"FR\"", ""));
        assertThat(check.check(file, null, bytes -> {}).faults()).isEmpty();
    }

    @Test
    void faultsNameFileLineAndRemedyAndTheRestIsChecked() throws Exception {
        Path file = write(
                "{",
                "[]",
                "{\"text\":\"x\"}",
                "{\"text\":\"x\",\"lat\":100,\"lon\":2}",
                "{\"text\":\"x\",\"lat\":\"48\",\"lon\":2}",
                "{\"lat\":48,\"lon\":2}",
                "{\"text\":\" \",\"country\":\"FR\"}",
                "{\"text\":\"x\",\"country\":5}",
                "{\"text\":\"Cars drive on the right.\",\"country\":\"FR\"}");
        FileCheck.Result result = check.check(file, null, bytes -> {});
        assertThat(result.faultyLines()).isEqualTo(8);
        assertThat(result.report().exemplars()).isEqualTo(1);
        assertThat(result.faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).contains(file + " line 1: not JSON"),
                        fault -> assertThat(fault).contains("line 2: not an object"),
                        fault -> assertThat(fault).contains("line 3:", "Add \"lat\" and \"lon\", or \"country\""),
                        fault -> assertThat(fault).contains("line 4:", "latitude", "exchanged"),
                        fault -> assertThat(fault).contains("line 5:", "numbers"),
                        fault -> assertThat(fault).contains("line 6: no text"),
                        fault -> assertThat(fault).contains("line 7: the text is empty"),
                        fault -> assertThat(fault).contains("line 8:", "\"country\" must be a string"));
    }

    @Test
    void aLineWithoutEndAndBytesThatAreNoTextAreFaults() throws Exception {
        Path file = directory.resolve("rows.jsonl");
        byte[] latin = "{\"text\":\"Caf\u00e9\",\"country\":\"FR\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[JsonlLines.MOST_BYTES + 2 + latin.length];
        java.util.Arrays.fill(all, (byte) ' ');
        all[JsonlLines.MOST_BYTES + 1] = '\n';
        System.arraycopy(latin, 0, all, JsonlLines.MOST_BYTES + 2, latin.length);
        Files.write(file, all);
        assertThat(check.check(file, null, bytes -> {}).faults())
                .satisfiesExactly(
                        fault -> assertThat(fault).contains("line 1: longer than 4 MiB"),
                        fault -> assertThat(fault).contains("line 2: not UTF-8"));
    }

    private Path write(String... lines) throws Exception {
        return Files.writeString(directory.resolve("rows.jsonl"), String.join("\n", lines) + "\n");
    }
}
