package org.geor1.benchmarks.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.geor1.benchmarks.files.Directories;
import org.geor1.osm.OsmCity;
import org.geor1.osm.OsmDataSet;
import org.geor1.osm.OsmOptions;
import org.geor1.osm.extract.OsmExtract;
import org.geor1.osm.views.Viewpoint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * How long a made-up city's extract takes to read, how many of its views are drawn and written in a second, how long
 * pairing questions take, how many rows of a dataset are imported in a second, and how many texts are checked.
 */
@Command(
        name = "data",
        description =
                "How fast datasets are drawn from OpenStreetMap extracts and imported, pairing questions made, and"
                        + " chains of thought checked.")
public final class DataBenchmark implements Callable<Integer> {

    private static final int MAX_JUNCTIONS = 1_000_000;
    private static final int WARM_UP = 200;

    @Option(
            names = "--junctions",
            defaultValue = "50000",
            description = "Size of the city (default: ${DEFAULT-VALUE}).")
    private int junctions;

    @Option(names = "--views", defaultValue = "2000", description = "How many views (default: ${DEFAULT-VALUE}).")
    private int views;

    @Option(names = "--size", defaultValue = "84", description = "Pixels of a tile's side (default: nano's 84).")
    private int size;

    @Option(
            names = "--questions",
            defaultValue = "100000",
            description = "How many pairing questions (default: ${DEFAULT-VALUE}).")
    private int questions;

    @Option(
            names = "--texts",
            defaultValue = "20000",
            description = "How many chains of thought are checked (default: ${DEFAULT-VALUE}).")
    private int texts;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (junctions < 1 || junctions > MAX_JUNCTIONS) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--junctions must be in [1, " + MAX_JUNCTIONS + "], was " + junctions);
        }
        Path work = Files.createTempDirectory("geor1-osm");
        try {
            measure(work);
        } finally {
            Directories.delete(work);
        }
        return 0;
    }

    private void measure(Path work) throws IOException {
        Path file = work.resolve("city.osm.pbf");
        SyntheticCity.write(file, junctions);
        long start = System.nanoTime();
        OsmExtract.Result read = OsmExtract.read(file);
        System.out.printf(
                Locale.ROOT,
                "index: %.1f s for %,d junctions, %,d nodes, %,d features in %.1f MB%n",
                seconds(start),
                read.map().junctions(),
                read.counts().nodes(),
                read.counts().features(),
                Files.size(file) / 1e6);
        draw(read, WARM_UP, work.resolve("warm-up"));
        start = System.nanoTime();
        int drawn = draw(read, views, work.resolve("views"));
        System.out.printf(
                Locale.ROOT,
                "views: %.0f/s (%,d of tiles of %d pixels, drawn and written)%n",
                drawn / seconds(start),
                drawn,
                size);
        PairingSpeed.places(work.resolve("views"));
        PairingSpeed.questions(questions, work.resolve("pairs"));
        ImportSpeed.rows(work.resolve("views"), work.resolve("home"));
        FactCheckSpeed.texts(texts, work.resolve("texts"));
    }

    private int draw(OsmExtract.Result read, int most, Path out) throws IOException {
        OsmCity city = new OsmCity(read.map(), new OsmOptions("city", most, 1, size, null));
        List<Viewpoint> viewpoints = city.viewpoints();
        try (OsmDataSet set = new OsmDataSet(out)) {
            set.add(city, viewpoints, () -> {});
            set.finish();
        }
        return viewpoints.size();
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
