package org.geor1.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.local.TinyModel;
import org.geor1.local.cli.terminal.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Contract: the exit codes, and one clear line for each environment problem. */
class CommandLineTest {

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void helpNamesEveryCommandAndExitCode() {
        assertThat(execute("--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains(
                        "demo",
                        "up",
                        "train",
                        "fork",
                        "promote",
                        "export",
                        "eval",
                        "geolocate",
                        "runs",
                        "data",
                        "plan",
                        "cot",
                        "doctor",
                        "bench")
                .contains("130  interrupted");
    }

    @Test
    void helpListsEverySettingWithItsDefaultAndItsBounds() {
        assertThat(execute("train", "--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains("Settings of grpo", "group_size=8", "[2 to 128]", "loss_type=grpo", "dr_grpo", "lora.r=8")
                .contains("Settings of sft", "learning_rate=0.0001", "early_stopping_patience");
        assertThat(execute("eval", "--help")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString()).contains("prompts_per_step=50", "confusers=same-city");
    }

    @Test
    void aWrongOptionIsAUsageError() {
        assertThat(execute("demo", "--sead", "7")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--sead");
    }

    @Test
    void missingRunArgumentsAreUsageErrorsBeforeAnyRequest() {
        assertThat(execute("runs", "--cancel")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--cancel needs the id of the RUN");
        assertThat(execute("fork", "run_x@step-3")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("--step says which checkpoint", "run_x@step-3");
    }

    @Test
    void anUnreachablePlatformIsAFailure() {
        assertThat(execute("runs", "--url", "http://localhost:9")).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("No platform answers", "./geor1 up");
    }

    @Test
    void aPortInUseIsOneLineWithARemedy() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertThat(execute("up", "--home", directory.toString(), "--port", port))
                    .isEqualTo(ExitCodes.ENVIRONMENT);
            assertThat(err.toString().strip())
                    .contains("Port " + port + " is already in use", "--port")
                    .doesNotContain("\n");
        }
    }

    @Test
    void anOldDataDirectoryIsOneLineWithARemedyAndIsKept() throws Exception {
        Path version = Files.createDirectories(directory.resolve("postgres")).resolve("PG_VERSION");
        Files.writeString(version, "15\n");
        assertThat(execute("demo", "--home", directory.toString())).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("PostgreSQL 15", "pg_dump");
        assertThat(version).exists();
    }

    @Test
    void aPlanThatDoesNotFitIsAFailureAndAnInvalidValueIsOneLine() {
        String[] small = {"--prompt-tokens", "1024", "--completion-tokens", "512"};
        assertThat(plan(small, "--model", "3b", "--device-memory", "64GiB")).isEqualTo(ExitCodes.FAILURE);
        assertThat(plan(small, "--model", "3b", "--device-memory", "64GiB", "--gradient-checkpointing"))
                .isEqualTo(ExitCodes.OK);
        assertThat(plan(small, "--model", "7b", "--device-memory", "80GiB", "--gradient-checkpointing"))
                .isEqualTo(ExitCodes.FAILURE);
        String[] bf16 = {"--gradient-checkpointing", "--weights-dtype", "bf16", "--optim-states", "bf16"};
        assertThat(plan(bf16, "--model", "7b", "--device-memory", "80GB", "--completion-tokens", "512"))
                .isEqualTo(ExitCodes.OK);
        assertThat(plan(bf16, "--model", "7b", "--device-memory", "80GB", "--offload-optimizer"))
                .isEqualTo(ExitCodes.OK);
        assertThat(err.toString()).isEmpty();
        assertThat(execute("plan", "--model", directory.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(execute("plan", "--model", "3b", "--device-memory", "much")).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("--model"),
                        line -> assertThat(line).contains("80GiB"));
        assertThat(execute("plan", "--model", "3b", "--weights-dtype", "fp16")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void planChecksTheCheckpointToo() throws Exception {
        Path model = TinyModel.asBase(directory).resolve("nano-base");
        assertThat(execute("plan", "--model", model.toString())).isEqualTo(ExitCodes.OK);
        Path weights = model.resolve("model.safetensors");
        Files.move(weights, model.resolve("pytorch_model.bin"));
        assertThat(execute("plan", "--model", model.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("pytorch_model.bin: weights stored as a pickle");
        Files.delete(model.resolve("pytorch_model.bin"));
        assertThat(execute("plan", "--model", model.toString())).isEqualTo(ExitCodes.OK);
        Path config = model.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"qwen2_5_vl\"", "\"qwen3_vl\""));
        assertThat(execute("plan", "--model", model.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(err.toString()).contains("this is Qwen3-VL (qwen3_vl)");
    }

    private int plan(String[] sizes, String... more) {
        List<String> arguments = new ArrayList<>(List.of("plan"));
        arguments.addAll(List.of(sizes));
        arguments.addAll(List.of(more));
        return execute(arguments.toArray(String[]::new));
    }

    @Test
    void aFileOfThoughtsIsCheckedAndItsReportWritten() throws Exception {
        Path rows = directory.resolve("rows.jsonl");
        String row = "{\"id\":\"a\",\"text\":\"%s\",\"lat\":48.86,\"lon\":2.35}%n";
        Files.writeString(rows, row.formatted("Cars drive on the left."));
        Path report = directory.resolve("report");
        assertThat(execute("cot", "check", rows.toString(), "--report", report.toString()))
                .isEqualTo(ExitCodes.OK);
        assertThat(report.resolve("checked.jsonl")).content().contains("drive on the right");
        assertThat(report.resolve("report.html")).exists();
        Files.writeString(rows, row.formatted("So this is Rome, Italy."));
        assertThat(execute("cot", "check", rows.toString())).isEqualTo(ExitCodes.FAILURE);
        Files.writeString(rows, "no row");
        assertThat(execute("cot", "check", rows.toString())).isEqualTo(ExitCodes.FAILURE);
        assertThat(execute("cot", "check", directory.resolve("none").toString()))
                .isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString()).contains("Cannot read", "none");
        assertThat(execute("cot", "check")).isEqualTo(ExitCodes.USAGE);
        assertThat(execute("cot")).isEqualTo(ExitCodes.USAGE);
    }

    @Test
    void aFullDiskIsOneLineWithItsCause() {
        CommandLine line = Geor1.commandLine(new FullDisk());
        line.setErr(new PrintWriter(err, true));
        assertThat(line.execute()).isEqualTo(ExitCodes.ENVIRONMENT);
        assertThat(err.toString().strip())
                .isEqualTo("geor1: model.safetensors: cannot be written: No space left on device. Free space there");
    }

    /** Writes to a device that is always full. */
    @CommandLine.Command
    static final class FullDisk implements java.util.concurrent.Callable<Integer> {
        @Override
        public Integer call() {
            try {
                Files.write(Path.of("/dev/full"), new byte[1]);
                return ExitCodes.OK;
            } catch (java.io.IOException e) {
                throw new IllegalStateException("model.safetensors: cannot be written", e);
            }
        }
    }

    @Test
    void settingsKeepTheirTypes() {
        assertThat(Settings.toJson(java.util.Map.of("learning_rate", "1e-4")).get("learning_rate"))
                .hasToString("1.0E-4");
        assertThat(Settings.toJson(java.util.Map.of("freeze", "[\"lm_head\"]")).get("freeze"))
                .isEqualTo(tools.jackson.databind.json.JsonMapper.shared().readTree("[\"lm_head\"]"));
        assertThat(Settings.toJson(java.util.Map.of("confusers", "anywhere"))).containsEntry("confusers", "anywhere");
        assertThat(Settings.toJson(java.util.Map.of("scale_rewards", "false")).get("scale_rewards"))
                .hasToString("false");
    }

    private int execute(String... arguments) {
        CommandLine line = Geor1.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }
}
