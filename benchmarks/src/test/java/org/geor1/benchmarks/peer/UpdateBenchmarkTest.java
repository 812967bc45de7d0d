package org.geor1.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.geor1.local.cli.Geor1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong usage is refused before anything is created or started, and the message names the option. */
class UpdateBenchmarkTest {

    @ParameterizedTest
    @CsvSource({
        "--size, huge",
        "--peer, nobody",
        "--rounds, 0",
        "--prompts, -1",
        "--scale, 0",
        "--prompt-ratio, 0",
        "--threads, 0",
        "--batch, 5"
    })
    void namesWrongOptions(String option, String value) {
        CommandLine line = Geor1.commandLine(new UpdateBenchmark());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));
        String peer = option.equals("--peer") ? value : "trl";

        int code = line.execute("--peer", peer, option.equals("--peer") ? "--size=nano" : option + "=" + value);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }
}
