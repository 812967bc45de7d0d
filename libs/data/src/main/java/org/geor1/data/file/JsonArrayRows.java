package org.geor1.data.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/** A row for each element of a file that is one JSON array. Behind bad JSON nothing can be read, so that ends the rows. */
public final class JsonArrayRows extends Rows {

    private static final ObjectReader ELEMENTS =
            Json.MAPPER.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Budget in;
    private final JsonParser parser;
    private final String name;
    private final Mapper mapper;
    private boolean begun;
    private long index;

    /** Makes a sample of an element, counted from 0. */
    @FunctionalInterface
    public interface Mapper {
        Row.Sample map(Origin origin, long index, JsonNode element) throws FaultException;
    }

    /**
     * @param name of the file in origins
     * @throws FaultException if its first bytes are no text
     */
    public JsonArrayRows(Path file, String name, Mapper mapper) throws FaultException, IOException {
        this.in = new Budget(Files.newInputStream(file));
        try {
            this.parser = Json.MAPPER.createParser(in);
        } catch (JacksonException e) {
            in.close();
            throw new FaultException("is bad JSON: " + e.getOriginalMessage());
        }
        this.name = name;
        this.mapper = mapper;
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        if (parser.isClosed()) {
            return null;
        }
        in.renew();
        try {
            if (!begun && parser.nextToken() != JsonToken.START_ARRAY) {
                return lost("is not a JSON array");
            }
            begun = true;
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY) {
                return parser.nextToken() == null ? null : lost("has something behind its JSON array");
            }
            return element(Origin.line(name, parser.currentTokenLocation().getLineNr()));
        } catch (JacksonException e) {
            return lost("is bad JSON: " + e.getOriginalMessage() + "; nothing behind it can be read");
        }
    }

    private Row element(Origin origin) {
        JsonNode element = ELEMENTS.readTree(parser);
        try {
            return mapper.map(origin, index++, Json.object(element));
        } catch (FaultException e) {
            return new Row.Fault(origin, e.problem());
        }
    }

    private Row lost(String problem) {
        Origin origin = Origin.line(name, parser.currentLocation().getLineNr());
        parser.close();
        return new Row.Fault(origin, problem);
    }

    @Override
    public void close() throws IOException {
        parser.close();
        in.close();
    }

    /** Ends with an error where one element takes more bytes than a row may. */
    private static final class Budget extends FilterInputStream {
        private int left = Utf8Lines.MAX_LINE_BYTES;

        Budget(InputStream in) {
            super(in);
        }

        void renew() {
            left = Utf8Lines.MAX_LINE_BYTES;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            return read < 0 ? read : spend(1, read);
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            int read = super.read(buffer, from, length);
            return read < 0 ? read : spend(read, read);
        }

        private int spend(int bytes, int result) throws IOException {
            left -= bytes;
            if (left < 0) {
                throw new IOException("an element takes more than " + Utf8Lines.MAX_LINE_BYTES + " bytes");
            }
            return result;
        }
    }
}
