package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.file.Csv;
import org.geor1.data.file.DataFiles;

/**
 * VIGOR: {@code {City}/panorama/{id},{lat},{lon},.jpg}, {@code {City}/satellite/satellite_{lat}_{lon}.png}, and in
 * {@code splits/{City}} lines of a panorama, its positive tile and three semi-positive ones, each tile followed by two
 * offsets in pixels. The lists {@code same_area_balanced_train.txt} and {@code …_test.txt} are read where they are, else
 * {@code pano_label_balanced.txt}, which holds the same panoramas. Of a sample's tiles the positive stands first.
 */
public final class VigorReader extends LineListsReader {

    private static final List<String> SAME_AREA =
            List.of("same_area_balanced_train.txt", "same_area_balanced_test.txt");
    private static final String ALL = "pano_label_balanced.txt";
    private static final Pattern PANORAMA = Pattern.compile("(.+),([^,]+),([^,]+),\\.\\w+");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int TILES = 4;

    @Override
    public String name() {
        return "vigor";
    }

    @Override
    List<Path> lists(Path root) throws IOException {
        List<Path> lists = new ArrayList<>();
        Path splits = root.resolve("splits");
        if (!Files.isDirectory(splits)) {
            return lists;
        }
        for (Path city : DatasetFolder.list(splits)) {
            List<Path> sameArea = SAME_AREA.stream()
                    .map(city::resolve)
                    .filter(Files::isRegularFile)
                    .toList();
            lists.addAll(sameArea);
            if (sameArea.isEmpty() && Files.isRegularFile(city.resolve(ALL))) {
                lists.add(city.resolve(ALL));
            }
        }
        return lists;
    }

    @Override
    String place() {
        return "splits/{City}/" + ALL;
    }

    @Override
    Lines lines(DatasetFolder folder) {
        return list -> {
            String city = String.valueOf(list.getName(list.getNameCount() - 2));
            return (origin, line) ->
                    sample(origin, line, city).split(DataFiles.split(list)).build();
        };
    }

    private static Row.Sample.Builder sample(Origin origin, String line, String city) throws FaultException {
        String[] fields = SPACES.split(line.strip());
        if (fields.length != 1 + 3 * TILES) {
            throw new FaultException("has %d fields instead of %d: a panorama, then four times a tile and two offsets"
                    .formatted(fields.length, 1 + 3 * TILES));
        }
        Matcher panorama = PANORAMA.matcher(fields[0]);
        if (!panorama.matches()) {
            throw new FaultException("has the panorama '" + fields[0] + "', whose name is not {id},{lat},{lon},.jpg");
        }
        Position position =
                new Position(Csv.number(panorama.group(2), "latitude"), Csv.number(panorama.group(3), "longitude"));
        Row.Sample.Builder sample = Row.Sample.builder(origin, city + "/" + panorama.group(1))
                .image(city + "/panorama/" + fields[0], ImageRole.PANORAMA)
                .place(new Place(position, city, null));
        for (int tile = 0; tile < TILES; tile++) {
            int at = 1 + 3 * tile;
            sample.image(city + "/satellite/" + fields[at], ImageRole.TILE)
                    .metadata("tile." + tile + ".offset", offset(fields[at + 1]) + " " + offset(fields[at + 2]));
        }
        return sample;
    }

    private static String offset(String field) throws FaultException {
        if (!Double.isFinite(Csv.number(field, "offset"))) {
            throw new FaultException("has the offset '" + field + "', which is not finite");
        }
        return field;
    }
}
