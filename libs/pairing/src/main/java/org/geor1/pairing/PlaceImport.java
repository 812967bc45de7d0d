package org.geor1.pairing;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.parallel.InOrder;
import org.geor1.image.ImageException;
import org.geor1.pairing.picture.PictureReader;
import org.geor1.pairing.place.Picture;
import org.geor1.pairing.place.PlaceRow;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.SampleImages;
import org.geor1.pairing.place.Split;
import org.jspecify.annotations.Nullable;

/**
 * Makes a table of a dataset's samples. Pictures are decoded on all processors; a few samples are in memory at a time, and of
 * each place what {@link PlaceTable} keeps.
 */
public final class PlaceImport {

    /** Samples in memory at a time, for each processor. */
    private static final int AHEAD = 4;

    private final DatasetFolder folder;
    private final CountryOf countryOf;
    private final PictureReader reader = new PictureReader();
    private final PlaceTable.Builder table = new PlaceTable.Builder();

    /** Names the country of a place. */
    @FunctionalInterface
    public interface CountryOf {
        /** @param named the country that the dataset names, or null */
        @Nullable
        String find(GeoPoint point, @Nullable String named);
    }

    /** A place, or what is wrong with its sample. */
    private record Made(@Nullable PlaceRow place, Row.@Nullable Fault fault) {}

    /** @param folder of the dataset */
    public PlaceImport(DatasetFolder folder, CountryOf countryOf) {
        this.folder = folder;
        this.countryOf = countryOf;
    }

    /**
     * Reads all rows.
     *
     * @param faults takes each row that is no place, in the order of rows; it may throw to end the import
     * @param progress is run after each row
     */
    public PlaceTable read(Rows rows, Consumer<Row.Fault> faults, Runnable progress) throws IOException {
        try (InOrder<Made> made = new InOrder<>(AHEAD, result -> take(result, faults, progress))) {
            while (rows.hasNext()) {
                Row row = rows.next();
                made.submit(() -> make(row));
            }
            made.finish();
        }
        return table.build();
    }

    private void take(Made made, Consumer<Row.Fault> faults, Runnable progress) {
        if (made.fault() != null) {
            faults.accept(made.fault());
        }
        if (made.place() != null) {
            table.add(made.place());
        }
        progress.run();
    }

    private Made make(Row row) throws IOException {
        if (row instanceof Row.Fault fault) {
            return new Made(null, fault);
        }
        Row.Sample sample = (Row.Sample) row;
        try {
            return new Made(place(sample), null);
        } catch (FaultException e) {
            return new Made(null, new Row.Fault(sample.origin(), e.problem()));
        }
    }

    private PlaceRow place(Row.Sample sample) throws FaultException, IOException {
        Split split = Split.named(sample.split());
        ImageSource tile = SampleImages.tile(sample)
                .orElseThrow(
                        () -> new FaultException("has no tile; a place needs one, and a panorama to ask about it"));
        Place where = sample.place();
        Position position = where == null ? null : where.position();
        if (where == null || position == null) {
            throw new FaultException("has no position; places are kept apart by it");
        }
        position.requireValid();
        GeoPoint point = new GeoPoint(position.latitude(), position.longitude());
        Optional<ImageSource> panorama = SampleImages.panorama(sample);
        return new PlaceRow(
                sample.id(),
                point,
                where.city(),
                countryOf.find(point, where.country()),
                split,
                picture(tile),
                panorama.isPresent() ? picture(panorama.get()) : null);
    }

    private Picture picture(ImageSource source) throws FaultException, IOException {
        try {
            return reader.read(folder.read(source));
        } catch (ImageException e) {
            String name = source instanceof ImageSource.File file ? "'" + file.path() + "'" : "the picture in the row";
            throw new FaultException(name + " " + e.problem() + "; " + e.remedy());
        }
    }
}
