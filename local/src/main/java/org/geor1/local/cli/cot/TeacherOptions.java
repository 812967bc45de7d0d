package org.geor1.local.cli.cot;

import java.math.BigDecimal;
import java.time.Duration;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.teacher.ask.Endpoint;
import org.geor1.teacher.patience.Prices;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which teacher, and at what price. Its key comes from the environment, where no list of processes shows it. */
final class TeacherOptions {

    private static final String KEY_VARIABLE = "GEOR1_TEACHER_API_KEY";

    @Option(
            names = "--teacher",
            required = true,
            paramLabel = "URL",
            description = "An OpenAI-compatible endpoint whose model sees pictures, such as https://host/v1.")
    String url = "";

    @Option(names = "--model", required = true, paramLabel = "NAME", description = "The model's name there.")
    String model = "";

    @Option(
            names = "--api-key-env",
            paramLabel = "NAME",
            description = "The environment variable with the key (default: " + KEY_VARIABLE + ", if it is set).")
    @Nullable
    String keyVariable;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "For one request, to the last byte (default: ${DEFAULT-VALUE}).")
    int timeoutSeconds = 120;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Of one answer (default: ${DEFAULT-VALUE}).")
    int maxTokens = 1024;

    @Option(names = "--temperature", paramLabel = "T", description = "Of the sampling (default: the endpoint's own).")
    @Nullable
    Double temperature;

    @Option(
            names = "--price-in",
            paramLabel = "PRICE",
            description = "Of a million tokens of prompts, pictures included (default: ${DEFAULT-VALUE}).")
    BigDecimal priceIn = BigDecimal.ZERO;

    @Option(
            names = "--price-out",
            paramLabel = "PRICE",
            description = "Of a million tokens of answers (default: ${DEFAULT-VALUE}).")
    BigDecimal priceOut = BigDecimal.ZERO;

    /** @throws IllegalArgumentException if an option has a value that cannot be */
    Endpoint endpoint() {
        return new Endpoint(url, model, key(), Duration.ofSeconds(timeoutSeconds), maxTokens, temperature);
    }

    /** @throws IllegalArgumentException if an option has a value that cannot be */
    Prices prices() {
        return Prices.perMillion(priceIn, priceOut);
    }

    private @Nullable String key() {
        String key = System.getenv(keyVariable == null ? KEY_VARIABLE : keyVariable);
        boolean missing = key == null || key.isBlank();
        if (missing && keyVariable != null) {
            throw new CommandFailure("The environment variable " + keyVariable + " is not set. Put the key into it");
        }
        return missing || key == null ? null : key.strip();
    }
}
