package org.geor1.data.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Place;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.canonical.CanonicalJson;
import org.geor1.image.ImageException;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.ImageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a dataset, of which those are faults that no training could use: with an id that came before, a position that
 * is none, or a picture that is missing, outside the folder, cut off or refused. Pictures are read whole and looked through
 * piece by piece; their pixels are not decoded.
 */
public final class DatasetCheck extends Rows {

    private static final int MAX_ID = 1000;

    private final DatasetFolder folder;
    private final Rows rows;
    private final ImageDecoder decoder = new ImageDecoder(ImageLimits.standard());
    private final IdSet ids = new IdSet();
    private final CityMeans cities = new CityMeans();
    private final Tally tally = new Tally();

    private DatasetCheck(DatasetFolder folder, Rows rows) {
        this.folder = folder;
        this.rows = rows;
    }

    public static DatasetCheck open(DatasetReader reader, Path dataset) throws IOException {
        return new DatasetCheck(DatasetFolder.of(dataset), reader.open(dataset));
    }

    /** Of the rows so far. */
    public DatasetReport report() {
        return tally.report();
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        if (!rows.hasNext()) {
            return null;
        }
        Row row = rows.next();
        if (row instanceof Row.Sample sample) {
            try {
                check(sample);
                return sample;
            } catch (FaultException e) {
                row = new Row.Fault(sample.origin(), e.problem());
            }
        }
        Row.Fault fault = (Row.Fault) row;
        tally.add(fault);
        return fault;
    }

    private void check(Row.Sample sample) throws FaultException, IOException {
        if (sample.id().isBlank() || sample.id().length() > MAX_ID) {
            throw new FaultException(
                    "has an id of " + sample.id().length() + " characters; 1 to " + MAX_ID + " are taken");
        }
        Place place = sample.place();
        if (place != null && place.position() != null) {
            place.position().requireValid();
            cities.add(place);
        }
        Map<ImageSource, String> hashes = new HashMap<>();
        List<Picture> pictures = new ArrayList<>();
        for (ImageSource image : sample.images()) {
            byte[] bytes = folder.read(image);
            pictures.add(picture(image, bytes));
            hashes.put(image, HexFormat.of().formatHex(Sha256.of(bytes)));
        }
        if (!ids.add(sample.id())) {
            throw new FaultException("has the id '" + sample.id() + "', as a row before it");
        }
        String identity = CanonicalJson.identity(sample, image -> Objects.requireNonNull(hashes.get(image)));
        tally.add(sample, pictures, identity.getBytes(StandardCharsets.UTF_8));
    }

    private Picture picture(ImageSource image, byte[] bytes) throws FaultException {
        try {
            ImageDecoder.Size size = decoder.size(bytes);
            return new Picture(bytes.length, size.width(), size.height());
        } catch (ImageException e) {
            String name = image instanceof ImageSource.File file ? "'" + file.path() + "'" : "the picture in the row";
            throw new FaultException(name + " " + e.problem());
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
