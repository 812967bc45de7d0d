package org.geor1.local.cli.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import org.geor1.local.LocalPlatform;
import org.geor1.local.Ports;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that choose the platform a command uses. */
public final class PlatformAccess {

    private static final String DEFAULT_URL = "http://localhost:8080";

    @Option(
            names = "--url",
            description = "A running platform (default: GEOR1_URL, else " + DEFAULT_URL + "). When none answers there"
                    + " and --url was not given, the command starts one in its own process. A platform that asks for an"
                    + " API key finds it in GEOR1_API_KEY.")
    @Nullable
    URI url;

    @Option(names = "--home", description = "Where data is kept (default: GEOR1_HOME, else ./.geor1).")
    @Nullable
    Path homeOption;

    public Home home() {
        return Home.resolve(homeOption, System.getenv());
    }

    /** Connects to the platform that runs, or starts one that lives as long as the returned connection. */
    public Connection connect(Output output) {
        URI address = address(System.getenv());
        PlatformClient client = new PlatformClient(address, apiKey(System.getenv()));
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

    /** An empty variable counts as not set. */
    public URI address(Map<String, String> environment) {
        if (url != null) {
            return webAddress(url.toString(), "--url");
        }
        String fromEnvironment = environment.getOrDefault("GEOR1_URL", "").strip();
        return fromEnvironment.isEmpty() ? URI.create(DEFAULT_URL) : webAddress(fromEnvironment, "GEOR1_URL");
    }

    private static URI webAddress(String text, String name) {
        try {
            URI address = new URI(text);
            if (("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    && address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw new CommandFailure(noWebAddress(text, name));
        }
        throw new CommandFailure(noWebAddress(text, name));
    }

    private static String noWebAddress(String text, String name) {
        return name + " is '" + text + "', which is not a web address. Write one such as " + DEFAULT_URL;
    }

    public static @Nullable String apiKey(Map<String, String> environment) {
        String key = environment.getOrDefault("GEOR1_API_KEY", "").strip();
        return key.isEmpty() ? null : key;
    }

    public static Connection start(Home home, Ports ports) {
        LocalPlatform platform = LocalPlatform.start(home, ports);
        return new Connection(new PlatformClient(platform.address(), null), platform);
    }

    /** A client, and the platform behind it if this process owns one. */
    public record Connection(
            PlatformClient client, @Nullable LocalPlatform platform) implements AutoCloseable {
        @Override
        public void close() {
            if (platform != null) {
                platform.close();
            }
        }
    }
}
