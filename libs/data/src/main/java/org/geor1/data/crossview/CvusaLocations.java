package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.FaultException;
import org.geor1.data.Position;
import org.geor1.data.file.Csv;
import org.geor1.data.file.Utf8Lines;

/**
 * Positions by line: the satellite's latitude and longitude, then the panorama's, of which the latter are kept. Splits
 * refer to them in any order, so they are held in memory.
 */
final class CvusaLocations {

    static final CvusaLocations NONE = new CvusaLocations();

    private static final int MAX_LINES = 5_000_000;

    private double[] coordinates = {};
    private int lines;

    private CvusaLocations() {}

    static CvusaLocations read(Path file) throws IOException {
        CvusaLocations locations = new CvusaLocations();
        try (Utf8Lines in = new Utf8Lines(file)) {
            for (Utf8Lines.Line line = in.next(); line != null; line = in.next()) {
                locations.add(line);
            }
        }
        return locations;
    }

    private void add(Utf8Lines.Line line) {
        if (lines == MAX_LINES) {
            throw new DatasetException("split_locations/all.csv has more than " + MAX_LINES + " lines");
        }
        if (2 * lines == coordinates.length) {
            coordinates = Arrays.copyOf(coordinates, Math.max(1024, 2 * coordinates.length));
        }
        double latitude = Double.NaN;
        double longitude = Double.NaN;
        try {
            List<String> fields = Csv.fields(line.text());
            if (fields.size() >= 4) {
                latitude = Csv.number(fields.get(2), "latitude");
                longitude = Csv.number(fields.get(3), "longitude");
            }
        } catch (FaultException e) {
            // Said of the samples that refer to this line; most lines may belong to none.
        }
        coordinates[2 * lines] = latitude;
        coordinates[2 * lines + 1] = longitude;
        lines++;
    }

    boolean isEmpty() {
        return lines == 0;
    }

    /** @throws FaultException if the line is missing or holds no position */
    Position at(int line) throws FaultException {
        if (line < 1 || line > lines) {
            throw new FaultException("needs line " + line + " of split_locations/all.csv, which has " + lines);
        }
        Position position = new Position(coordinates[2 * line - 2], coordinates[2 * line - 1]);
        if (Double.isNaN(position.latitude()) || Double.isNaN(position.longitude())) {
            throw new FaultException("needs line " + line + " of split_locations/all.csv, which holds no position");
        }
        return position;
    }
}
