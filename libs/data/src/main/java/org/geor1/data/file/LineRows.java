package org.geor1.data.file;

import java.io.IOException;
import java.nio.file.Path;
import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;

/** A row for each line of a file that is not blank. */
public final class LineRows extends Rows {

    private final Utf8Lines lines;
    private final String name;
    private final Mapper mapper;

    /** Makes a sample of a line's text. */
    @FunctionalInterface
    public interface Mapper {
        Row.Sample map(Origin origin, String line) throws FaultException, IOException;
    }

    /** @param name of the file in origins */
    public LineRows(Path file, String name, Mapper mapper) throws IOException {
        this.lines = new Utf8Lines(file);
        this.name = name;
        this.mapper = mapper;
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        for (Utf8Lines.Line line = lines.next(); line != null; line = lines.next()) {
            Origin origin = Origin.line(name, line.number());
            try {
                String text = line.text();
                if (!text.isBlank()) {
                    return mapper.map(origin, text);
                }
            } catch (FaultException e) {
                return new Row.Fault(origin, e.problem());
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
