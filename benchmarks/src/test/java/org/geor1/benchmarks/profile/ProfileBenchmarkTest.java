package org.geor1.benchmarks.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.geor1.local.cli.Geor1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Wrong usage is refused before a model is created, and the message names the option. */
class ProfileBenchmarkTest {

    @ParameterizedTest
    @CsvSource({"--size, huge", "--prompts, 0"})
    void namesWrongOptions(String option, String value) {
        CommandLine line = Geor1.commandLine(new ProfileBenchmark());
        StringWriter err = new StringWriter();
        line.setErr(new PrintWriter(err));

        assertThat(line.execute(option + "=" + value)).isEqualTo(2);
        assertThat(err.toString()).contains(option);
    }
}
