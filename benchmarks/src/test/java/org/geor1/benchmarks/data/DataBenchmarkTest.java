package org.geor1.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Contract: one figure is printed for each stage, of as much work as was asked for. How fast it is, is not tested. */
class DataBenchmarkTest {

    @Test
    void everyStageHasAFigure() {
        PrintStream before = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            int code = new CommandLine(new DataBenchmark())
                    .execute("--junctions", "200", "--views", "6", "--questions", "100", "--texts", "200");
            assertThat(code).isZero();
        } finally {
            System.setOut(before);
        }
        List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
        String rate = "(?!0/s|0 )[0-9]+";
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).matches("index: .* junctions, .* nodes, .* features in .* MB");
        assertThat(lines.get(1)).matches("views: " + rate + "/s \\(6 of .*");
        assertThat(lines.get(2)).matches("places: " + rate + "/s \\(6, .*");
        assertThat(lines.get(3)).matches("questions: 100 in .* about 50,000 places in 20 cities; .*");
        assertThat(lines.get(4)).matches("import: " + rate + " rows/s \\(6 .*");
        assertThat(lines.get(5))
                .matches("fact check: " + rate + " texts/s \\(200 with .* claims, of which .* are false; .*");
    }
}
