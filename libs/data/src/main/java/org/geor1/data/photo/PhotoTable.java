package org.geor1.data.photo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.data.file.Csv;
import org.geor1.data.file.DataFiles;
import org.geor1.data.file.PlaceFields;
import org.geor1.data.file.Utf8Lines;
import org.jspecify.annotations.Nullable;

/**
 * A table with a header. Photos are named by {@code id} or {@code IMG_ID}, as in IM2GPS3k, YFCC4k and OSV-5M; positions
 * stand in {@code LAT}, {@code lat} or {@code latitude} and the like. Other columns become metadata.
 */
final class PhotoTable extends Rows {

    private static final List<String> IDS = List.of("id", "IMG_ID");

    private final Utf8Lines lines;
    private final String name;
    private final PhotoFiles files;
    private final @Nullable String split;
    private final List<String> header;

    /** @param name of the file in origins */
    PhotoTable(Path table, String name, PhotoFiles files) throws IOException, FaultException {
        this.lines = new Utf8Lines(table);
        this.name = name;
        this.files = files;
        this.split = DataFiles.split(table);
        this.header = header(lines);
    }

    static boolean recognises(Path table) throws IOException {
        try (Utf8Lines lines = new Utf8Lines(table)) {
            List<String> header = header(lines);
            return header.stream().anyMatch(IDS::contains)
                    && header.stream().anyMatch(PlaceFields.LATITUDE::contains)
                    && header.stream().anyMatch(PlaceFields.LONGITUDE::contains);
        } catch (FaultException e) {
            return false;
        }
    }

    private static List<String> header(Utf8Lines lines) throws IOException, FaultException {
        Utf8Lines.Line first = lines.next();
        return first == null ? List.of() : Csv.fields(first.text());
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        for (Utf8Lines.Line line = lines.next(); line != null; line = lines.next()) {
            Origin origin = Origin.line(name, line.number());
            try {
                String text = line.text();
                if (!text.isBlank()) {
                    return sample(origin, Csv.fields(text));
                }
            } catch (FaultException e) {
                return new Row.Fault(origin, e.problem());
            }
        }
        return null;
    }

    private Row.Sample sample(Origin origin, List<String> fields) throws FaultException, IOException {
        if (fields.size() != header.size()) {
            throw new FaultException("has " + fields.size() + " columns, and the header " + header.size());
        }
        Function<String, @Nullable String> field = column -> {
            int at = header.indexOf(column);
            return at < 0 ? null : fields.get(at);
        };
        String idColumn = header.contains("id") ? "id" : "IMG_ID";
        String id = field.apply(idColumn);
        if (id == null || id.isBlank()) {
            throw new FaultException("has no '" + idColumn + "'");
        }
        Row.Sample.Builder sample = Row.Sample.builder(origin, id)
                .image(files.find(id), ImageRole.PHOTO)
                .place(PlaceFields.read(field))
                .split(split);
        var known = PlaceFields.namesAnd(idColumn);
        for (int at = 0; at < header.size(); at++) {
            if (!known.contains(header.get(at)) && !fields.get(at).isEmpty()) {
                sample.metadata(header.get(at), fields.get(at));
            }
        }
        return sample.build();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
