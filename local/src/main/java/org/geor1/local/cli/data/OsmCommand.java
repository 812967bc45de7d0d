package org.geor1.local.cli.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.Input;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.osm.OsmCity;
import org.geor1.osm.OsmDataSet;
import org.geor1.osm.OsmOptions;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.extract.ReadCounts;
import org.geor1.osm.extract.UnsuitableExtract;
import org.geor1.osm.pbf.PbfException;
import org.geor1.osm.views.Viewpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws tiles and panoramas of one geometry from OpenStreetMap extracts. */
@Command(
        name = "osm",
        mixinStandardHelpOptions = true,
        description = {
            "Draws tiles and street panoramas of one geometry from OpenStreetMap extracts, one for each city, with"
                    + " their facts.",
            "Whoever passes on the result has to name © OpenStreetMap contributors (ODbL 1.0)."
        })
final class OsmCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Parameters(
            arity = "1..*",
            paramLabel = "[CITY=]EXTRACT",
            description =
                    "A file such as monaco-latest.osm.pbf, and what to call its city (default: monaco, as the file).")
    List<String> arguments = List.of();

    @Option(names = "--out", required = true, description = "The directory to write; it must not exist.")
    Path out = Path.of("");

    @Option(names = "--views", description = "How many views of each city at most (default: ${DEFAULT-VALUE}).")
    int views = 1000;

    @Option(names = "--seed", description = "Which viewpoints are chosen (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Option(
            names = "--size",
            description = "Pixels of a tile's side, a multiple of 84; a panorama is 8/3 as wide and 2/3 as high "
                    + "(default: ${DEFAULT-VALUE}; 84 is what nano-base reads).")
    int size = 4 * OsmOptions.STEP;

    @Option(
            names = "--country",
            paramLabel = "CODE",
            description = "Where they are, such as DE (default: what each extract says, if it says one thing).")
    @Nullable
    String country;

    @Spec
    @Nullable
    CommandSpec spec;

    /** An extract, and how its city is drawn. */
    private record City(Path extract, OsmOptions options) {}

    @Override
    public Integer call() {
        List<City> cities = arguments.stream().map(this::city).toList();
        requireDifferentNames(cities);
        cities.forEach(city ->
                Input.requireFile(city.extract(), "Name an extract of OpenStreetMap, such as monaco-latest.osm.pbf"));
        try (OsmDataSet set = new OsmDataSet(out)) {
            List<Map<String, Object>> drawn = new ArrayList<>();
            int views = 0;
            for (City city : cities) {
                OsmExtract.Result read = read(city.extract());
                int count = draw(set, city, read);
                views += count;
                drawn.add(Map.of(
                        "city",
                        city.options().city(),
                        "extract",
                        city.extract().toString(),
                        "views",
                        count,
                        "read",
                        read.counts()));
            }
            set.finish();
            report(drawn, views);
            return ExitCodes.OK;
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(out + " exists. Name a directory that does not");
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + out + " (" + DiskFull.describe(e) + ")",
                    "Free space there, or name another directory with --out",
                    e);
        }
    }

    /** A file whose own name has a {@code =} is that file. */
    private City city(String argument) {
        int equals = argument.indexOf('=');
        boolean named = equals >= 0 && !Files.exists(Path.of(argument));
        Path extract = Path.of(argument.substring(named ? equals + 1 : 0));
        String name = named ? argument.substring(0, equals) : OsmOptions.cityOf(String.valueOf(extract.getFileName()));
        try {
            String code = country == null ? null : country.toUpperCase(Locale.ROOT);
            return new City(extract, new OsmOptions(name, views, seed, size, code));
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private ParameterException wrong(String why) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), "Wrong option: " + why);
    }

    private void requireDifferentNames(List<City> cities) {
        Set<String> names = new HashSet<>();
        for (City city : cities) {
            if (!names.add(city.options().city())) {
                throw wrong("two extracts are of a city called '"
                        + city.options().city() + "'; write another name before one, as in CITY=" + city.extract());
            }
        }
    }

    private OsmExtract.Result read(Path extract) {
        output.note("Reading " + extract + " ...");
        try {
            OsmExtract.Result read = OsmExtract.read(extract);
            output.note(describe(read));
            return read;
        } catch (PbfException | UnsuitableExtract e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Input.unreadable(extract, e);
        }
    }

    private int draw(OsmDataSet set, City from, OsmExtract.Result read) throws IOException {
        OsmCity city = new OsmCity(read.map(), from.options());
        List<Viewpoint> viewpoints = city.viewpoints();
        if (viewpoints.isEmpty()) {
            throw new CommandFailure(
                    from.extract() + " has no street to look from. Give an extract with streets in it");
        }
        if (output.isTerminal()) {
            try (ProgressBar bar =
                    RunFollower.bar(from.options().city(), viewpoints.size()).build()) {
                set.add(city, viewpoints, bar::step);
            }
        } else {
            set.add(city, viewpoints, () -> {});
        }
        return viewpoints.size();
    }

    private static String describe(OsmExtract.Result read) {
        ReadCounts counts = read.counts();
        return String.format(
                Locale.ROOT,
                "%,d nodes, %,d features, %,d junctions; left out: %,d nodes that ways miss, %,d ways, %,d open lines, "
                        + "%,d oversize relations",
                counts.nodes(),
                counts.features(),
                read.map().junctions(),
                counts.missingNodes(),
                counts.brokenWays(),
                counts.openLines(),
                counts.oversizeRelations());
    }

    private void report(List<Map<String, Object>> cities, int views) {
        output.document(Map.of("directory", out.toString(), "views", views, "cities", cities));
        output.line(String.format(
                Locale.ROOT,
                "%s: %,d views. Whoever passes them on has to name © OpenStreetMap contributors (see LICENSE.txt)",
                out,
                views));
    }
}
