package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.file.Csv;
import org.geor1.data.file.FileRows;
import org.geor1.data.file.LineRows;

/**
 * CV-Cities: {@code {city}/img_info.csv} without a header: name, longitude, latitude, city, path of the satellite tile,
 * path of the panorama. The longitude stands first. Paths are relative to the dataset's folder.
 */
public final class CvCitiesReader implements DatasetReader {

    private static final String INFO = "img_info.csv";
    private static final int COLUMNS = 6;

    @Override
    public String name() {
        return "cv-cities";
    }

    @Override
    public boolean recognises(Path dataset) {
        try {
            return Files.isDirectory(dataset) && !cities(dataset).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> cities(Path root) throws IOException {
        List<Path> tables = new ArrayList<>();
        for (Path city : DatasetFolder.list(root)) {
            if (Files.isRegularFile(city.resolve(INFO))) {
                tables.add(city.resolve(INFO));
            }
        }
        return tables;
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        List<Path> tables = cities(folder.root());
        if (tables.isEmpty()) {
            throw new DatasetException(dataset + " has no {city}/" + INFO + ", so it is no " + name() + " dataset");
        }
        return new FileRows(tables, table -> {
            String name = folder.name(table);
            return new LineRows(folder.resolve(name), name, CvCitiesReader::sample);
        });
    }

    private static Row.Sample sample(Origin origin, String line) throws FaultException {
        List<String> fields = Csv.fields(line);
        if (fields.size() != COLUMNS) {
            throw new FaultException(
                    "has %d columns instead of %d: name, longitude, latitude, city, satellite, panorama"
                            .formatted(fields.size(), COLUMNS));
        }
        String city = fields.get(3);
        Position position = new Position(Csv.number(fields.get(2), "latitude"), Csv.number(fields.get(1), "longitude"));
        return Row.Sample.builder(origin, city + "/" + fields.get(0))
                .image(fields.get(5), ImageRole.PANORAMA)
                .image(fields.get(4), ImageRole.TILE)
                .place(new Place(position, city, null))
                .build();
    }
}
