package org.geor1.pairing.write;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.Split;

/**
 * The places that questions show, each with its split, in the canonical form. Its name does not end like those of the questions,
 * so that the folder is a dataset of questions and this file another of places, with the same pictures.
 */
public final class PlaceRows {

    /** The name of the file. */
    public static final String FILE = "places.ndjson";

    private PlaceRows() {}

    /**
     * @param tiles places whose tiles are shown
     * @param panoramas places whose panoramas are shown; their tiles are too
     */
    public static void write(Path folder, PlaceTable table, BitSet tiles, BitSet panoramas) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(FILE))) {
            for (int place = tiles.nextSetBit(0); place >= 0; place = tiles.nextSetBit(place + 1)) {
                out.append(line(table, place, panoramas.get(place))).append('\n');
            }
        }
    }

    private static String line(PlaceTable table, int place, boolean panorama) {
        GeoPoint point = table.point(place);
        Row.Sample.Builder sample = Row.Sample.builder(Origin.line(FILE, place + 1L), table.id(place))
                .place(new Place(
                        new Position(point.latitude(), point.longitude()),
                        table.cityName(place),
                        table.countryName(place)));
        if (panorama) {
            sample.image(QuestionRows.IMAGES + table.panoramas().fileName(place), ImageRole.PANORAMA);
        }
        sample.image(QuestionRows.IMAGES + table.tiles().fileName(place), ImageRole.TILE);
        if (table.split(place) != Split.NONE) {
            sample.split(table.split(place).title());
        }
        try {
            return CanonicalJson.line(sample.build());
        } catch (FaultException e) {
            throw new IllegalStateException("a place has no conversation that could lack pictures", e);
        }
    }
}
