package org.geor1.local.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.Lifetime;
import org.geor1.local.cli.cot.CotCommand;
import org.geor1.local.cli.data.DataCommand;
import org.geor1.local.cli.plan.PlanCommand;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.PlainText;
import org.geor1.local.client.PlatformException;
import org.geor1.local.home.EnvironmentProblem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code geor1} command. */
@Command(
        name = "geor1",
        mixinStandardHelpOptions = true,
        version = "Geo-R1 0.1.0",
        description = "Teaches a vision-language model to read places: GRPO post-training on the JVM.",
        subcommands = {
            DemoCommand.class,
            UpCommand.class,
            PretrainCommand.class,
            TrainCommand.class,
            ForkCommand.class,
            PromoteCommand.class,
            ExportCommand.class,
            EvalCommand.class,
            GeolocateCommand.class,
            RunsCommand.class,
            DataCommand.class,
            PlanCommand.class,
            CotCommand.class,
            DoctorCommand.class
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  0  done",
            "  1  failed",
            "  2  wrong usage",
            "  3  this machine lacks something",
            "  130  interrupted",
            "",
            "geor1 bench runs the benchmarks; geor1 demo is the place to start."
        })
public final class Geor1 {

    private Geor1() {}

    /** Runs one command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(run(commandLine(), args));
    }

    /** Runs one command without start-up output; returns its exit code. */
    public static int run(CommandLine line, String... args) {
        // Until Spring Boot configures logging, libraries would log to the terminal as they start. Spring's own
        // LoggingSystem first searches the class path for other logging systems, a fifth of a short command's time.
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logback) {
            logback.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        }
        return line.execute(args);
    }

    static CommandLine commandLine() {
        CommandLine line = commandLine(new Geor1());
        SettingsHelp.addTo(command(line, "train"), "grpo", "sft");
        SettingsHelp.addTo(command(line, "eval"), "eval");
        return line;
    }

    private static CommandLine command(CommandLine line, String name) {
        return Objects.requireNonNull(line.getSubcommands().get(name));
    }

    /** The command line: what the user can fix is reported on one line, with the same exit codes for all commands. */
    public static CommandLine commandLine(Object command) {
        CommandLine line = new CommandLine(command);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        for (CommandLine subcommand : line.getSubcommands().values()) {
            // Every command takes --help, whoever wrote it.
            if (!subcommand.getCommandSpec().mixinStandardHelpOptions()) {
                subcommand.getCommandSpec().mixinStandardHelpOptions(true);
            }
        }
        line.setExecutionExceptionHandler((problem, failed, parsed) -> report(problem, failed.getErr()));
        return line;
    }

    private static int report(Exception problem, PrintWriter err) throws Exception {
        if (Lifetime.isExiting() || problem instanceof CancellationException) {
            return ExitCodes.INTERRUPTED;
        }
        if (problem instanceof EnvironmentProblem environment) {
            err.println(PlainText.of("geor1: " + environment.line()));
            return ExitCodes.ENVIRONMENT;
        }
        if (problem instanceof CommandFailure || problem instanceof PlatformException) {
            err.println(PlainText.of("geor1: " + problem.getMessage()));
            return ExitCodes.FAILURE;
        }
        if (DiskFull.ofFiles(problem)) {
            err.println(PlainText.of("geor1: " + DiskFull.describe(problem) + ". Free space there"));
            return ExitCodes.ENVIRONMENT;
        }
        // Anything else is a bug; its stack trace is the useful answer.
        throw problem;
    }
}
