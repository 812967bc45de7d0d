package org.geor1.local.cli.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.Input;
import org.geor1.local.cli.platform.RunFollower;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
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

/** Draws tiles and panoramas of one geometry from an OpenStreetMap extract. */
@Command(
        name = "osm",
        mixinStandardHelpOptions = true,
        description = {
            "Draws tiles and street panoramas of one geometry from an OpenStreetMap extract, with their facts.",
            "Whoever passes on the result has to name © OpenStreetMap contributors (ODbL 1.0)."
        })
final class OsmCommand implements Callable<Integer> {

    @Mixin
    Output output = new Output();

    @Parameters(paramLabel = "EXTRACT", description = "A file such as monaco-latest.osm.pbf.")
    Path extract = Path.of("");

    @Option(names = "--out", required = true, description = "The directory to write; it must not exist.")
    Path out = Path.of("");

    @Option(names = "--views", description = "How many views at most (default: ${DEFAULT-VALUE}).")
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
            description = "Where it is, such as DE (default: what the extract says, if it says one thing).")
    @Nullable
    String country;

    @Spec
    @Nullable
    CommandSpec spec;

    @Override
    public Integer call() {
        OsmOptions options = options();
        Input.requireFile(extract, "Name an extract of OpenStreetMap, such as monaco-latest.osm.pbf");
        if (Files.exists(out)) {
            throw exists();
        }
        output.note("Reading " + extract + " ...");
        OsmExtract.Result read = read();
        output.note(describe(read));
        OsmDataSet set = new OsmDataSet(read.map(), options);
        List<Viewpoint> viewpoints = set.viewpoints();
        if (viewpoints.isEmpty()) {
            throw new CommandFailure(extract + " has no street to look from. Give an extract with streets in it");
        }
        write(set, viewpoints);
        report(viewpoints.size(), read.counts());
        return ExitCodes.OK;
    }

    private OsmExtract.Result read() {
        try {
            return OsmExtract.read(extract);
        } catch (PbfException | UnsuitableExtract e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw Input.unreadable(extract, e);
        }
    }

    private OsmOptions options() {
        try {
            String code = country == null ? null : country.toUpperCase(Locale.ROOT);
            String name = String.valueOf(extract.getFileName());
            return new OsmOptions(OsmOptions.cityOf(name), views, seed, size, code);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(), "Wrong option: " + e.getMessage(), e);
        }
    }

    private CommandFailure exists() {
        return new CommandFailure(out + " exists. Name a directory that does not");
    }

    private void write(OsmDataSet set, List<Viewpoint> viewpoints) {
        try {
            draw(set, viewpoints);
        } catch (FileAlreadyExistsException e) {
            throw exists();
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + out + " (" + DiskFull.describe(e) + ")",
                    "Free space there, or name another directory with --out",
                    e);
        }
    }

    private void draw(OsmDataSet set, List<Viewpoint> viewpoints) throws IOException {
        if (!output.isTerminal()) {
            set.write(viewpoints, out, () -> {});
            return;
        }
        try (ProgressBar bar = RunFollower.bar("views", viewpoints.size()).build()) {
            set.write(viewpoints, out, bar::step);
        }
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

    private void report(int count, ReadCounts counts) {
        output.document(Map.of("directory", out.toString(), "views", count, "read", counts));
        output.line(String.format(
                Locale.ROOT,
                "%s: %,d views. Whoever passes them on has to name © OpenStreetMap contributors (see LICENSE.txt)",
                out,
                count));
    }
}
