package org.geor1.local.cli;

import java.net.URI;
import java.nio.file.Path;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say which platform a command speaks to. */
final class PlatformAccess {

    @Option(
            names = "--url",
            description = "A running platform (default: GEOR1_URL, else http://localhost:8080). When none answers there"
                    + " and --url was not given, the command starts one in its own process.")
    @Nullable
    URI url;

    @Option(names = "--home", description = "Where data is kept (default: GEOR1_HOME, else ./.geor1).")
    @Nullable
    Path homeOption;

    Home home() {
        return Home.resolve(homeOption, System.getenv());
    }

    /** Connects to the platform that runs, or starts one that lives as long as the returned connection. */
    Connection connect(Output output) {
        URI address = url;
        if (address == null) {
            String fromEnvironment = System.getenv("GEOR1_URL");
            address = URI.create(fromEnvironment == null ? "http://localhost:8080" : fromEnvironment);
        }
        PlatformClient client = new PlatformClient(address, System.getenv("GEOR1_API_KEY"));
        if (client.answers()) {
            return new Connection(client, null);
        }
        if (url != null) {
            throw new CommandFailure(
                    "No platform answers at " + url + ". Start one with ./geor1 up, or leave --url out");
        }
        output.note("No platform answers at " + address + ": starting one for this command");
        return start(home(), Ports.free());
    }

    static Connection start(Home home, Ports ports) {
        LocalPlatform platform = LocalPlatform.start(home, ports);
        ShutdownHooks.closeOnExit(platform);
        return new Connection(new PlatformClient(platform.address(), null), platform);
    }

    /** A client, and the platform behind it where this process owns one. */
    record Connection(PlatformClient client, @Nullable LocalPlatform platform) implements AutoCloseable {
        @Override
        public void close() {
            if (platform != null) {
                platform.close();
            }
        }
    }
}
