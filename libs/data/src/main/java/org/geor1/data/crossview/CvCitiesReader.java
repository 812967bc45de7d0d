package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.file.Csv;

/**
 * CV-Cities: {@code {city}/img_info.csv} without a header: name, longitude, latitude, city, path of the satellite tile,
 * path of the panorama. The longitude stands first. Paths are relative to the dataset's folder.
 */
public final class CvCitiesReader extends LineListsReader {

    private static final String INFO = "img_info.csv";
    private static final int COLUMNS = 6;

    @Override
    public String name() {
        return "cv-cities";
    }

    @Override
    List<Path> lists(Path root) throws IOException {
        List<Path> tables = new ArrayList<>();
        for (Path city : DatasetFolder.list(root)) {
            if (Files.isRegularFile(city.resolve(INFO))) {
                tables.add(city.resolve(INFO));
            }
        }
        return tables;
    }

    @Override
    String place() {
        return "{city}/" + INFO;
    }

    @Override
    Lines lines(DatasetFolder folder) {
        return table -> CvCitiesReader::sample;
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
