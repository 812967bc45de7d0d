package org.geor1.local.cli.data;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.geor1.local.cli.dataset.ReportText;
import org.geor1.local.cli.terminal.Output;
import tools.jackson.databind.JsonNode;

/** A dataset of the platform, for people. */
final class DatasetText {

    private static final int SHOWN_RUNS = 10;

    private DatasetText() {}

    static void print(Output output, JsonNode dataset) {
        ReportText.line(
                output,
                "dataset",
                "%s, %s",
                dataset.path("name").asString(""),
                dataset.path("state").asString(""));
        text(output, "about", dataset.path("description"));
        text(output, "licence", dataset.path("licence"));
        if (dataset.path("samples").isNumber()) {
            ReportText.line(output, "samples", "%,d", dataset.path("samples").asLong());
        }
        JsonNode statistics = dataset.path("statistics");
        if (statistics.isObject()) {
            ReportText.line(
                    output,
                    "positions",
                    "%,d samples with one",
                    statistics.path("with_position").asLong());
            for (String counted : new String[] {"splits", "countries", "cities"}) {
                ReportText.counts(output, counted, counts(statistics.path(counted)));
            }
            images(output, statistics.path("images"));
        } else {
            ReportText.counts(output, "splits", counts(dataset.path("splits")));
        }
        text(output, "sha256", dataset.path("content_hash"));
        String runs = String.join(
                ", ",
                dataset.path("runs")
                        .valueStream()
                        .limit(SHOWN_RUNS)
                        .map(run -> run.asString(""))
                        .toList());
        if (!runs.isEmpty()) {
            int more = dataset.path("runs").size() - SHOWN_RUNS;
            ReportText.line(output, "runs", "%s%s", runs, more > 0 ? " and " + more + " more" : "");
        }
    }

    private static void text(Output output, String name, JsonNode value) {
        if (value.isString()) {
            ReportText.line(output, name, "%s", value.stringValue());
        }
    }

    private static Map<String, Long> counts(JsonNode json) {
        Map<String, Long> counts = new TreeMap<>();
        json.properties()
                .forEach(entry -> counts.put(
                        entry.getKey().isEmpty() ? "(none)" : entry.getKey(),
                        entry.getValue().asLong()));
        return counts;
    }

    private static void images(Output output, JsonNode images) {
        ReportText.line(
                output,
                "images",
                "%,d, %s MB, %d to %d pixels wide, %d to %d high",
                images.path("count").asLong(),
                String.format(Locale.ROOT, "%.1f", images.path("bytes").asLong() / 1e6),
                images.path("min_width").asLong(),
                images.path("max_width").asLong(),
                images.path("min_height").asLong(),
                images.path("max_height").asLong());
    }
}
