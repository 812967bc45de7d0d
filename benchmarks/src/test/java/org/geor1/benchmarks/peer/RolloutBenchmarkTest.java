package org.geor1.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.geor1.local.cli.Geor1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong usage is refused before anything is created or started, and the message names the option. */
class RolloutBenchmarkTest {

    @ParameterizedTest
    @CsvSource({"--size, huge", "--peer, nobody", "--rounds, 0", "--prompts, -1", "--threads, 0"})
    void namesWrongOptions(String option, String value) {
        CommandLine line = Geor1.commandLine(new RolloutBenchmark());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));
        String peer = option.equals("--peer") ? value : "hf";

        int code = line.execute("--peer", peer, option.equals("--peer") ? "--size=nano" : option + "=" + value);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }
}
