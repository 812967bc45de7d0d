package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Row;
import org.geor1.data.file.Csv;

/**
 * CVUSA: {@code splits/train-19zl.csv} and {@code splits/val-19zl.csv} without a header: paths of the satellite tile, the
 * panorama and its annotation. The number in the tile's name is the line of its position in
 * {@code split_locations/all.csv}, if that is there. Positions take 16 bytes of memory for each line of that file.
 */
public final class CvusaReader extends LineListsReader {

    private static final Map<String, String> SPLITS = Map.of("train-19zl.csv", "train", "val-19zl.csv", "val");
    private static final String LOCATIONS = "split_locations/all.csv";
    private static final Pattern NUMBER = Pattern.compile("(?:.*/)?(\\d{1,9})\\.\\w+");

    @Override
    public String name() {
        return "cvusa";
    }

    @Override
    List<Path> lists(Path root) {
        return SPLITS.keySet().stream()
                .sorted()
                .map(root.resolve("splits")::resolve)
                .filter(Files::isRegularFile)
                .toList();
    }

    @Override
    String place() {
        return "splits/train-19zl.csv";
    }

    @Override
    Lines lines(DatasetFolder folder) throws IOException {
        CvusaLocations locations = folder.has(LOCATIONS) ? CvusaLocations.read(resolve(folder)) : CvusaLocations.NONE;
        return table -> {
            String split = SPLITS.get(String.valueOf(table.getFileName()));
            return (origin, line) ->
                    sample(origin, line, locations).split(split).build();
        };
    }

    private static Path resolve(DatasetFolder folder) throws IOException {
        try {
            return folder.resolve(LOCATIONS);
        } catch (FaultException e) {
            throw new DatasetException(e.problem());
        }
    }

    private static Row.Sample.Builder sample(Origin origin, String line, CvusaLocations locations)
            throws FaultException {
        List<String> fields = Csv.fields(line);
        if (fields.size() < 2 || fields.size() > 3) {
            throw new FaultException(
                    "has " + fields.size() + " columns instead of 2 or 3: satellite, panorama, annotation");
        }
        Matcher number = NUMBER.matcher(fields.get(0));
        if (!number.matches()) {
            throw new FaultException("has the satellite path '" + fields.get(0) + "', whose name is not a number");
        }
        Row.Sample.Builder sample = Row.Sample.builder(origin, number.group(1))
                .image(fields.get(1), ImageRole.PANORAMA)
                .image(fields.get(0), ImageRole.TILE);
        if (!locations.isEmpty()) {
            sample.place(Place.at(locations.at(Integer.parseInt(number.group(1)))));
        }
        if (fields.size() == 3) {
            sample.metadata("annotation", fields.get(2));
        }
        return sample;
    }
}
