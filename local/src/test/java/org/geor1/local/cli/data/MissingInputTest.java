package org.geor1.local.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.geor1.local.cli.Geor1;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Contract: every command that reads a dataset on disk says in one line that it does not exist, and what to name instead. */
class MissingInputTest {

    @TempDir
    Path directory;

    static List<String> commands() {
        List<String> readers = Geor1.commandLine(new DataCommand()).getSubcommands().entrySet().stream()
                .filter(command -> command.getValue().getCommandSpec().positionalParameters().stream()
                        .findFirst()
                        .filter(first -> first.type() != String.class)
                        .isPresent())
                .map(Map.Entry::getKey)
                .toList();
        assertThat(readers).contains("import", "osm");
        return readers;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aMissingInputIsNamed(String command) {
        Path missing = directory.resolve("nowhere.osm.pbf");
        Path out = directory.resolve("out");
        StringWriter err = new StringWriter();
        CommandLine line = Geor1.commandLine(new DataCommand());
        line.setErr(new PrintWriter(err, true));
        List<String> arguments = new ArrayList<>(List.of(command, missing.toString()));
        if (line.getSubcommands().get(command).getCommandSpec().findOption("--out") != null) {
            arguments.addAll(List.of("--out", out.toString()));
        }
        if (line.getSubcommands().get(command).getCommandSpec().findOption("--name") != null) {
            arguments.addAll(List.of("--name", "any"));
        }
        assertThat(line.execute(arguments.toArray(String[]::new))).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString().strip())
                .contains(missing + " does not exist. Name ")
                .doesNotContain("\n");
        assertThat(out).doesNotExist();
    }
}
