package org.geor1.benchmarks.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.geor1.local.cli.Geor1;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Wrong usage is refused before anything is started, and the message names the option. */
class ResumeBenchmarkTest {

    @Test
    void refusesZeroKills() {
        CommandLine line = Geor1.commandLine(new ResumeBenchmark());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        int code = line.execute("--kills=0");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains("--kills");
    }
}
