package org.geor1.local.cli.data;

import ai.djl.Device;
import java.awt.image.BufferedImage;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;
import org.geor1.data.check.DatasetCheck;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.geor1.jobs.outage.DiskFull;
import org.geor1.local.cli.dataset.DatasetArguments;
import org.geor1.local.cli.terminal.CommandFailure;
import org.geor1.local.cli.terminal.ExitCodes;
import org.geor1.local.cli.terminal.Output;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Installation;
import org.geor1.pairing.picture.Sha256;
import org.geor1.pairing.place.SampleImages;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.vlm.features.PictureFeatures;
import org.geor1.vlm.model.Devices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a model sees in the tiles of a dataset. */
@Command(
        name = "features",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a vector for each tile of a dataset: the mean of the features that a model's vision tower gives.",
            "With them, data pairs --confusers hard finds the tiles that the model can hardly tell apart."
        })
final class FeaturesCommand implements Callable<Integer> {

    /** Pictures that the vision tower reads together, and pixels of decoded pictures that wait for it. */
    private static final int BATCH = 16;

    private static final long MOST_PIXELS = 1 << 24;

    @Mixin
    Output output = new Output();

    @Mixin
    DatasetArguments dataset = new DatasetArguments();

    @Option(
            names = "--model",
            defaultValue = "nano-base",
            paramLabel = "NAME",
            description = "A directory in the models folder, or the path of another (default: ${DEFAULT-VALUE}).")
    String model = "";

    @Option(
            names = "--device",
            defaultValue = "auto",
            description = "cpu, cuda:N, or auto: the first GPU if there is one (default: ${DEFAULT-VALUE}).")
    String device = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to write, JSON lines of sha256 and vector; it must not exist.")
    Path out = Path.of("");

    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());
    private final Map<String, BufferedImage> waiting = new LinkedHashMap<>();
    private final Set<String> seen = new HashSet<>();
    private long waitingPixels;

    @Override
    public Integer call() {
        DatasetReader reader = dataset.reader();
        try (PictureFeatures features = load();
                BufferedWriter file = Files.newBufferedWriter(out, StandardOpenOption.CREATE_NEW)) {
            boolean written = false;
            try {
                write(reader, features, file);
                written = true;
            } finally {
                if (!written) {
                    Files.delete(out);
                }
            }
        } catch (DatasetException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        } catch (FileAlreadyExistsException e) {
            throw new CommandFailure(out + " exists. Name a file that does not");
        } catch (IOException e) {
            throw new EnvironmentProblem(
                    "Cannot write " + out + " (" + DiskFull.describe(e) + ")",
                    "Check that the dataset can be read and that there is space for the file",
                    e);
        }
        output.document(Map.of("file", out.toString(), "tiles", seen.size(), "model", model));
        output.line("%s: %,d different tiles as %s sees them".formatted(out, seen.size(), model));
        return ExitCodes.OK;
    }

    private PictureFeatures load() {
        Path known = Installation.models().resolve(model);
        Path directory = Files.isDirectory(known) ? known : Path.of(model);
        try {
            Device on = Devices.named(device);
            return PictureFeatures.load(directory, on);
        } catch (CheckpointException | IllegalArgumentException e) {
            throw new CommandFailure("Cannot load model '" + model + "': " + e.getMessage());
        }
    }

    private void write(DatasetReader reader, PictureFeatures features, BufferedWriter file) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset.path);
        try (DatasetCheck rows = dataset.open(reader);
                RowProgress progress = new RowProgress(output, "tiles")) {
            while (rows.hasNext()) {
                Row row = rows.next();
                if (row instanceof Row.Fault fault) {
                    throw new DatasetException(fault + ". Correct it, or leave it out with data convert --skip");
                }
                add(folder, (Row.Sample) row);
                if (waiting.size() == BATCH || waitingPixels > MOST_PIXELS) {
                    flush(features, file);
                }
                progress.step();
            }
        }
        if (seen.isEmpty()) {
            throw new DatasetException(dataset.path + " has no sample with a tile");
        }
        flush(features, file);
    }

    private void add(DatasetFolder folder, Row.Sample sample) throws IOException {
        Optional<ImageSource> tile = SampleImages.tile(sample);
        if (tile.isEmpty()) {
            return;
        }
        try {
            byte[] bytes = folder.read(tile.get());
            String sha256 = Sha256.hex(bytes);
            if (seen.add(sha256)) {
                BufferedImage image = decoder.decode(bytes).image();
                waiting.put(sha256, image);
                waitingPixels += (long) image.getWidth() * image.getHeight();
            }
        } catch (FaultException e) {
            throw new DatasetException(sample.origin() + ": " + e.problem());
        } catch (ImageException e) {
            throw new DatasetException(sample.origin() + ": its tile " + e.problem() + "; " + e.remedy());
        }
    }

    private void flush(PictureFeatures features, BufferedWriter file) throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        List<float[]> vectors = features.of(List.copyOf(waiting.values()));
        int next = 0;
        for (String sha256 : waiting.keySet()) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("sha256", sha256);
            line.put("vector", vectors.get(next++));
            file.append(JsonMapper.shared().writeValueAsString(line)).append('\n');
        }
        waiting.clear();
        waitingPixels = 0;
    }
}
