package org.geor1.local.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.geor1.local.Ports;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.Geolocation;
import org.geor1.local.client.PlatformClient;
import org.geor1.local.demo.Demo;
import org.geor1.local.demo.DemoRecipe;
import org.geor1.local.demo.Postcard;
import org.geor1.local.demo.ResultTable;
import org.geor1.local.home.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** The whole pipeline in one command. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Teaches the nano model to match street panoramas with satellite tiles, and shows what it learned.")
final class DemoCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Option(names = "--seed", description = "Seed of every run (default: ${DEFAULT-VALUE}).")
    long seed = 7;

    @Option(names = "--with-zero", description = "Also run GRPO straight from the base, without scaffolding.")
    boolean withZero;

    @Option(names = "--report", paramLabel = "FILE", description = "Write all figures to FILE as JSON.")
    @Nullable
    Path report;

    @Option(names = "--no-serve", description = "Exit when done, instead of leaving the dashboard up.")
    boolean noServe;

    @Option(names = "--port", description = "Port of REST and dashboard (default: a free one).")
    @Nullable
    Integer port;

    @Option(names = "--home", description = "Where data is kept (default: GEOR1_HOME, else ./.geor1).")
    @Nullable
    Path homeOption;

    @Option(
            names = "--miniature",
            description =
                    "Only a few steps of every stage: shows that all parts work together, but nothing is learned.")
    boolean miniature;

    @Override
    public Integer call() throws InterruptedException {
        Home home = Home.resolve(homeOption, System.getenv());
        try (Connection connection = PlatformAccess.start(home, port == null ? Ports.free() : Ports.at(port))) {
            PlatformClient client = connection.client();
            output.note("Dashboard: " + client.base());
            RunFollower follower = new RunFollower(connection, output);
            DemoRecipe recipe = miniature ? DemoRecipe.miniature() : DemoRecipe.standard();
            Demo.Outcome outcome = new Demo(client, recipe, seed, follower::follow).run(withZero);
            if (report != null) {
                output.write(report, outcome.report());
            }
            output.document(outcome.report());
            output.line("");
            ResultTable.lines(outcome).forEach(output::line);
            output.line(String.format(
                    Locale.ROOT, "Took %.0f s with seed %d", outcome.report().seconds(), seed));
            // Asks the scaffolded model, since GRPO on pairing alone unlearns the names of cities.
            ask(client, outcome.scaffolded());
            if (!noServe) {
                output.line("");
                output.line("The dashboard stays up at " + client.base() + "/#/runs/" + outcome.run()
                        + "    Ctrl-C stops it");
                new CountDownLatch(1).await();
            }
            return ExitCodes.OK;
        }
    }

    private void ask(PlatformClient client, String model) {
        Postcard postcard = Postcard.draw(seed);
        JsonNode answer = client.geolocate(Map.of("image_b64", postcard.base64(), "model", model));
        output.line("");
        output.line("Where was this taken? Geo-SFT on a street panorama of %s, %s:"
                .formatted(postcard.city(), postcard.country()));
        new Geolocation(answer).lines().forEach(output::line);
    }
}
