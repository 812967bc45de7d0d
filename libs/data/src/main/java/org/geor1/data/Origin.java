package org.geor1.data;

/**
 * Where a row stands.
 *
 * @param file within the dataset, with {@code /} between names
 * @param place such as "line 12"; empty if the row is the whole file
 */
public record Origin(String file, String place) {

    public static Origin line(String file, long number) {
        return new Origin(file, "line " + number);
    }

    /** Both counted from 0, as Parquet tools print them; the row within the whole file. */
    public static Origin row(String file, int rowGroup, long row) {
        return new Origin(file, "row group " + rowGroup + ", row " + row);
    }

    public static Origin whole(String file) {
        return new Origin(file, "");
    }

    @Override
    public String toString() {
        return place.isEmpty() ? file : file + " " + place;
    }
}
