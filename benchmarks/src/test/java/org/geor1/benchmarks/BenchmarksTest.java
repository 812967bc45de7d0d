package org.geor1.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BenchmarksTest {

    @Test
    void everyBenchmarkHasHelp() {
        CommandLine line = Benchmarks.commandLine();
        assertThat(line.getSubcommands()).containsKeys("update", "resume", "staleness", "parity", "data");
        for (String name : line.getSubcommands().keySet()) {
            StringWriter out = new StringWriter();
            line.setOut(new PrintWriter(out));
            assertThat(line.execute(name, "--help")).as(name).isZero();
            assertThat(out.toString()).startsWith("Usage: geor1 bench " + name);
        }
    }
}
