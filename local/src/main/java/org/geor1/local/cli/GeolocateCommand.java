package org.geor1.local.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import org.geor1.local.cli.platform.PlatformAccess;
import org.geor1.local.cli.platform.PlatformAccess.Connection;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.client.Geolocation;
import org.geor1.local.home.EnvironmentProblem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Asks a model which city of its planet a photo shows. */
@Command(
        name = "geolocate",
        mixinStandardHelpOptions = true,
        description =
                "Asks a model which city of its planet a photo shows. Models trained on Mini-Earth know no place on Earth.")
final class GeolocateCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Mixin
    PlatformAccess access = new PlatformAccess();

    @Parameters(paramLabel = "PHOTO", description = "A JPEG, PNG, TIFF or GIF file.")
    Path photo = Path.of("");

    @Option(names = "--model", description = "Model to ask, such as run_x@latest (default: ${DEFAULT-VALUE}).")
    String model = "nano-base";

    @Option(names = "--n", description = "Answers to draw, 1 to 16 (default: ${DEFAULT-VALUE}).")
    int n = 1;

    @Override
    public Integer call() {
        String image = Base64.getEncoder().encodeToString(read());
        try (Connection connection = access.connect(output)) {
            JsonNode answer = connection.client().geolocate(Map.of("image_b64", image, "model", model, "n", n));
            output.document(answer);
            new Geolocation(answer).lines().forEach(output::line);
            return ExitCodes.OK;
        }
    }

    private byte[] read() {
        try {
            return Files.readAllBytes(photo);
        } catch (IOException e) {
            throw new EnvironmentProblem("Cannot read " + photo, "Name a JPEG, PNG, TIFF or GIF file", e);
        }
    }
}
