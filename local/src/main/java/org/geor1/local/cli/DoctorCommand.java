package org.geor1.local.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.doctor.Doctor;
import org.geor1.local.doctor.Finding;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds problems with this machine and says how to fix them. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Finds problems with this machine, and says how to fix them.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Option(names = "--port", description = "Port to check (default: ${DEFAULT-VALUE}).")
    int port = 8080;

    @Option(names = "--home", description = "Home to check (default: GEOR1_HOME, else ./.geor1).")
    @Nullable
    Path homeOption;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        Doctor.examine(Home.resolve(homeOption, System.getenv()), port).forEach(finding -> {
            findings.add(finding);
            output.line(
                    String.format(Locale.ROOT, "%-5s %-10s %s", finding.status(), finding.check(), finding.found()));
            if (!finding.remedy().isEmpty()) {
                output.line("                 -> " + finding.remedy());
            }
        });
        output.document(findings);
        boolean ill = findings.stream().anyMatch(finding -> finding.status() == Finding.Status.FAIL);
        return ill ? ExitCodes.ENVIRONMENT : ExitCodes.OK;
    }
}
