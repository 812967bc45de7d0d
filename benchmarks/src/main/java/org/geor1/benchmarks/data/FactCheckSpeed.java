package org.geor1.benchmarks.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.geor1.factcheck.jsonl.FileCheck;
import org.geor1.factcheck.report.Report;
import org.geor1.gazetteer.City;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.DrivingSide;
import org.geor1.gazetteer.Gazetteer;
import org.geor1.geo.seed.SeedStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many chains of thought are checked against the facts in a second. Each text has six claims about a real city; in one text
 * of twenty, one of them is false.
 */
final class FactCheckSpeed {

    private static final double LIES = 0.05;

    private final Gazetteer gazetteer = Gazetteer.earth();

    private FactCheckSpeed() {}

    /** @param folder where texts, verdicts and report are written */
    static void texts(int texts, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("exemplars.jsonl");
        new FactCheckSpeed().write(texts, file);
        FileCheck check = new FileCheck(Gazetteer.earth());
        long start = System.nanoTime();
        FileCheck.Result result = check.check(file, folder.resolve("report"), bytes -> {});
        double seconds = (System.nanoTime() - start) / 1e9;
        if (result.faultyLines() > 0) {
            throw new IllegalStateException(result.faults().toString());
        }
        System.out.printf(
                Locale.ROOT,
                "fact check: %.0f texts/s (%,d with %,d claims, of which %,d are false; verdicts and report written)%n",
                texts / seconds,
                texts,
                result.report().kinds().values().stream()
                        .mapToLong(Report.Rate::claims)
                        .sum(),
                result.report().kinds().values().stream()
                        .mapToLong(Report.Rate::errors)
                        .sum());
    }

    private void write(int texts, Path file) throws IOException {
        List<City> cities = gazetteer.cities();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < texts; i++) {
                SeedStream random = SeedStream.of(i);
                City city = random.pick(cities);
                Map<String, Object> row = Map.of(
                        "id", Integer.toString(i),
                        "text", text(city, random.chance(LIES)),
                        "lat", city.position().latitude(),
                        "lon", city.position().longitude());
                out.append(JsonMapper.shared().writeValueAsString(row)).append('\n');
            }
        }
    }

    private String text(City city, boolean lie) {
        Country country = gazetteer.country(city.country()).orElseThrow();
        boolean north = city.position().latitude() >= 0;
        return """
                The street is lined with small shops, and wires run from house to house. The cars keep to the %s. The sun and the \
                plants tell that we are in the %s hemisphere. The signs are written in %s, which %s uses. The buildings and \
                the light look like a town in %s. I thought of other places first, but the pavement decides it. So this is \
                %s, %s.""".formatted(
                        country.drivingSide() == DrivingSide.LEFT ? "left" : "right",
                        north == lie ? "southern" : "northern",
                        country.languages().isEmpty()
                                ? "English"
                                : country.languages().get(0).name(),
                        country.name(),
                        country.continents().get(0).title(),
                        city.name(),
                        country.name());
    }
}
