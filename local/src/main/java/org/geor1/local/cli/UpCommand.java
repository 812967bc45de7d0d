package org.geor1.local.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.Home;
import org.geor1.local.home.Installation;
import org.geor1.local.services.ServiceProcesses;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Starts the platform and keeps it up until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = "Starts the platform; runs that were cut short continue.")
final class UpCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Option(
            names = "--port",
            description = "Port of REST and dashboard (default: ${DEFAULT-VALUE}); management is 1000 above, and with"
                    + " --services the other three follow at the next ports.")
    int port = 8080;

    @Option(names = "--home", description = "Where data is kept (default: GEOR1_HOME, else ./.geor1).")
    @Nullable
    Path homeOption;

    @Option(
            names = "--services",
            description = "Four processes against one PostgreSQL, as in a cluster, instead of one process.")
    boolean services;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.resolve(homeOption, System.getenv());
        if (services) {
            ServiceProcesses processes = ServiceProcesses.start(
                    home, Installation.root(), Installation.models(), ServiceProcesses.portsFrom(port));
            announce(processes.address().toString(), home);
            String ended = processes.awaitFirstEnd();
            processes.close();
            throw new CommandFailure(ended);
        }
        LocalPlatform platform = LocalPlatform.start(home, Ports.at(port));
        announce(platform.address().toString(), home);
        new CountDownLatch(1).await();
        return ExitCodes.OK;
    }

    private void announce(String address, Home home) {
        output.line("Geo-R1 is up at " + address);
        output.line("Data and logs: " + home.directory() + "    Ctrl-C stops it");
        output.document(Map.of(
                "url",
                address,
                "home",
                home.directory().toString(),
                "pid",
                ProcessHandle.current().pid()));
    }
}
