package org.geor1.teacher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.geor1.data.DatasetReader;
import org.geor1.teacher.ask.Endpoint;
import org.geor1.teacher.patience.Prices;
import org.geor1.teacher.prompt.Prompts;
import org.jspecify.annotations.Nullable;

/**
 * What to build.
 *
 * @param dataset of photos with places
 * @param out the folder to write; an earlier run of the same plan is continued
 */
public record CotPlan(
        DatasetReader reader, Path dataset, Path out, Prompts prompts, Endpoint endpoint, long seed, Limits limits) {

    /**
     * How much, and at what price.
     *
     * @param target how many exemplars
     * @param attempts how many questions at most about one photo
     * @param concurrency how many requests at a time
     * @param tries how often one request is sent at most
     * @param maxCost as {@code Money} counts it, or null
     */
    public record Limits(
            int target,
            int attempts,
            int concurrency,
            int tries,
            Prices prices,
            @Nullable Long maxCost) {

        /** @throws IllegalArgumentException if a number is out of range; the message names it */
        public Limits {
            require(target, 1, 10_000_000, "the number of exemplars");
            require(attempts, 1, 100, "the number of questions about a photo");
            require(concurrency, 1, 256, "the number of requests at a time");
            require(tries, 1, 100, "the number of tries");
            if (maxCost != null && prices.perPromptToken() == 0 && prices.perCompletionToken() == 0) {
                throw new IllegalArgumentException("a limit on cost needs prices");
            }
        }

        private static void require(int value, int least, int most, String name) {
            if (value < least || value > most) {
                throw new IllegalArgumentException(
                        name + " must be between " + least + " and " + most + ", was " + value);
            }
        }
    }

    /** What answers depend on; a journal is of use only for the same. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>(lineage());
        settings.put("url", endpoint.url());
        settings.put("max tokens", Integer.toString(endpoint.maxTokens()));
        Double temperature = endpoint.temperature();
        settings.put("temperature", temperature == null ? "the endpoint's" : temperature.toString());
        return settings;
    }

    /** What every exemplar says of its making. */
    Map<String, String> lineage() {
        Map<String, String> lineage = new LinkedHashMap<>();
        lineage.put("teacher", endpoint.model());
        lineage.put("prompts", prompts.version());
        lineage.put("prompts sha256", prompts.sha256());
        lineage.put("seed", Long.toString(seed));
        return lineage;
    }

    Path journal() {
        return out.resolve("journal");
    }

    Path datasetFolder() {
        return out.resolve("dataset");
    }

    Path reportFolder() {
        return out.resolve("report");
    }
}
