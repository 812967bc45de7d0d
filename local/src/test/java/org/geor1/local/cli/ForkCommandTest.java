package org.geor1.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ForkCommandTest {

    private static Map<String, Object> fork(String... options) {
        ForkCommand command = new ForkCommand();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options);
        return command.fork("grpo");
    }

    @Test
    void asksForNothingButWhatWasGiven() {
        assertThat(fork("run_x"))
                .isEqualTo(Map.of("resume_optimizer", false, "overrides", Map.of("method", Map.of("grpo", Map.of()))));
    }

    @Test
    void takesOtherDataInTheFormOfTraining() {
        assertThat(fork("run_x", "--dataset", "lisbon").get("overrides"))
                .isEqualTo(Map.of("method", Map.of("grpo", Map.of()), "dataset", "lisbon"));
        assertThat(fork("run_x", "--dataset", "lisbon", "--dataset", "rio", "--seed", "3")
                        .get("overrides"))
                .isEqualTo(Map.of(
                        "method",
                        Map.of("grpo", Map.of()),
                        "seed",
                        3L,
                        "datasets",
                        List.of(Map.of("name", "lisbon"), Map.of("name", "rio"))));
    }
}
