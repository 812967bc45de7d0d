package org.geor1.local.cli.cot;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.data.DatasetException;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.DatasetOption;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.cli.terminal.ShutdownHooks;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.teacher.CotBuild;
import org.geor1.teacher.CotPlan;
import org.geor1.teacher.DryRun;
import org.geor1.teacher.ask.OpenAiTeacher;
import org.geor1.teacher.journal.JournalException;
import org.geor1.teacher.patience.Backoff;
import org.geor1.teacher.patience.Money;
import org.geor1.teacher.prompt.Prompts;
import org.geor1.teacher.report.BuildReport;
import org.geor1.teacher.report.Ending;
import org.geor1.teacher.report.TeacherFigures;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Has a teacher write chains of thought about the photos of a dataset. */
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = {
            "Has a teacher write chains of thought about the photos of a dataset, checks them, and writes those that are "
                    + "true as a dataset for SFT.",
            "Run the same command again to continue after an interruption: no answer is paid for twice. Exit code 1 if "
                    + "there are fewer exemplars than wanted."
        })
final class BuildCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    TeacherOptions teacher = new TeacherOptions();

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "PATH",
            description = "Photos with places: the dataset's folder, or one file of it.")
    Path dataset = Path.of("");

    @Option(
            names = "--format",
            paramLabel = "NAME",
            completionCandidates = DatasetOption.FormatNames.class,
            description = "Its format, one of ${COMPLETION-CANDIDATES} (default: the one it looks like).")
    @Nullable
    String format;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write dataset, report and journal, or to continue.")
    Path out = Path.of("");

    @Option(names = "--target", paramLabel = "N", description = "How many exemplars (default: ${DEFAULT-VALUE}).")
    int target = 12_000;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Which questions are asked about which photo (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            description = "How many questions at most about one photo (default: ${DEFAULT-VALUE}).")
    int attempts = 3;

    @Option(
            names = "--tries",
            paramLabel = "N",
            description = "How often one request is sent at most, if no answer comes (default: ${DEFAULT-VALUE}).")
    int tries = 6;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            description = "How many requests at a time (default: ${DEFAULT-VALUE}).")
    int concurrency = 8;

    @Option(
            names = "--max-cost",
            paramLabel = "COST",
            description =
                    "Stop before a request that could exceed this, in the unit of the prices. Counts earlier runs in "
                            + "the same folder.")
    @Nullable
    BigDecimal maxCost;

    @Option(
            names = "--prompts",
            paramLabel = "DIR",
            description = "Your own prompts instead of version " + Prompts.VERSION + ".")
    @Nullable
    Path prompts;

    @Option(
            names = "--dry-run",
            description = "Ask nothing: show how many requests there would be, what they may cost, and the first.")
    boolean dryRun;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            CotPlan plan = plan();
            return dryRun ? forecast(plan) : build(plan);
        } catch (DatasetException | JournalException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot build " + out + " from " + dataset + " (" + DiskFull.describe(e) + ")",
                    "Check both and the space there, then run the command again: what was paid for is kept",
                    e);
        }
    }

    private CotPlan plan() throws IOException {
        CommandSpec command = Objects.requireNonNull(spec);
        try {
            return new CotPlan(
                    DatasetOption.reader(dataset, format, command),
                    dataset,
                    out,
                    prompts == null ? Prompts.builtIn() : Prompts.of(prompts),
                    teacher.endpoint(),
                    seed,
                    new CotPlan.Limits(
                            target,
                            attempts,
                            concurrency,
                            tries,
                            teacher.prices(),
                            maxCost == null ? null : (Long) Money.of(maxCost)));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }

    private int forecast(CotPlan plan) throws IOException {
        DryRun.Forecast forecast = DryRun.of(plan, Gazetteer.earth());
        output.document(forecast);
        output.line("%d requests for %d exemplars if every answer is kept; %d answers are there from an earlier run"
                .formatted(forecast.requests(), forecast.exemplars(), forecast.answered()));
        output.line("about %s, at most %s without repetitions, in the unit of the prices"
                .formatted(forecast.estimatedCost(), forecast.costAtMost()));
        if (forecast.requests() > 0) {
            output.line("");
            output.line("The first request, beside its photo:");
            forecast.system().lines().forEach(line -> output.line("  " + line));
            output.line("");
            forecast.prompt().lines().forEach(line -> output.line("  " + line));
        }
        return ExitCodes.OK;
    }

    private int build(CotPlan plan) throws IOException, InterruptedException {
        BuildReport report;
        try (OpenAiTeacher asked = new OpenAiTeacher(plan.endpoint(), Clock.systemUTC());
                ShutdownHooks.Registration hook =
                        ShutdownHooks.atExit(() -> output.note("Run the same command again to continue"))) {
            report = build(plan, asked);
        }
        output.document(report);
        describe(report);
        return report.ending() == Ending.TARGET ? ExitCodes.OK : ExitCodes.FAILURE;
    }

    private BuildReport build(CotPlan plan, OpenAiTeacher asked) throws IOException, InterruptedException {
        Gazetteer gazetteer = Gazetteer.earth();
        if (!output.isTerminal()) {
            return new CotBuild(plan, gazetteer, asked, Backoff.standard(), kept -> {}).run();
        }
        try (ProgressBar bar = RunFollower.bar("exemplars", target).build()) {
            return new CotBuild(plan, gazetteer, asked, Backoff.standard(), bar::stepTo).run();
        }
    }

    private void describe(BuildReport report) {
        TeacherFigures figures = report.teacher();
        TeacherFigures.Paid paid = figures.paid();
        output.line("%d of %d exemplars: %s".formatted(report.kept(), report.target(), report.reason()));
        output.line("%d answers, rejected %s; photos not asked about %s; %d wrong rows"
                .formatted(figures.answers(), figures.rejected(), figures.skipped(), figures.faults()));
        output.line("%d requests in this run, failed %s"
                .formatted(figures.thisRun().requests(), figures.thisRun().failures()));
        output.line("%d tokens of prompts, %d of answers, cost %s; %d tries without an answer cost at most %s"
                .formatted(paid.promptTokens(), paid.completionTokens(), paid.cost(), paid.losses(), paid.lossCost()));
        output.line("Dataset: " + out.resolve("dataset"));
        output.line("Report: " + out.resolve("report").resolve("report.html"));
    }
}
