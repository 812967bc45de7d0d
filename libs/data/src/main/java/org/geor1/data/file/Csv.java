package org.geor1.data.file;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.geor1.data.FaultException;

/** Lines of CSV files (RFC 4180), each on its own, so that a quote left open spoils no more than its line. */
public final class Csv {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setIgnoreSurroundingSpaces(true).get();

    private Csv() {}

    /** @throws FaultException if a quote is left open or misplaced */
    public static List<String> fields(String line) throws FaultException {
        try (CSVParser parser = FORMAT.parse(new StringReader(line))) {
            List<CSVRecord> records = parser.getRecords();
            return records.isEmpty() ? List.of() : records.get(0).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new FaultException("is bad CSV: " + e.getMessage());
        }
    }

    /** @throws FaultException if it is no number; "NaN" is one, and is refused as a position */
    public static double number(String field, String name) throws FaultException {
        try {
            return Double.parseDouble(field);
        } catch (NumberFormatException e) {
            throw new FaultException("has the " + name + " '" + field + "', which is not a number");
        }
    }
}
