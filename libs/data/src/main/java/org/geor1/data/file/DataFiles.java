package org.geor1.data.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which files of a dataset hold its rows. */
public final class DataFiles {

    private static final Pattern SPLIT =
            Pattern.compile("(?:^|.*[-_.])(train|validation|valid|val|dev|test)(?:[-_.].*|$)");

    private static final String JSON_LINES = ".jsonl";
    private static final int LOOKED_AT = 100;

    private DataFiles() {}

    /**
     * The file itself, or the files of a folder and of its folder {@code data}, in the order of their names. JSON lines may
     * also be called {@code .ndjson}, but only a file that is named itself is then found: it is no part of the folder's dataset.
     *
     * @param suffix such as ".jsonl"
     */
    public static List<Path> find(Path dataset, String suffix) throws IOException {
        if (Files.isRegularFile(dataset)) {
            boolean found = has(dataset, suffix) || suffix.equals(JSON_LINES) && has(dataset, ".ndjson");
            return found ? List.of(dataset.toRealPath()) : List.of();
        }
        List<Path> found = new ArrayList<>();
        for (Path folder : List.of(dataset, dataset.resolve("data"))) {
            if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || folder.equals(dataset)) {
                for (Path file : DatasetFolder.list(folder)) {
                    if (has(file, suffix) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        found.add(file);
                    }
                }
            }
        }
        return found;
    }

    private static boolean has(Path file, String suffix) {
        return String.valueOf(file.getFileName()).endsWith(suffix);
    }

    /** The split that a file's name says, as in "train-00000-of-00002.parquet"; or null. */
    public static @Nullable String split(Path file) {
        Matcher match = SPLIT.matcher(String.valueOf(file.getFileName()));
        return match.matches() ? match.group(1) : null;
    }

    /** The first object among the first lines of each file of JSON lines, of which some may be wrong; or null. */
    public static @Nullable JsonNode firstObject(Path dataset) {
        try {
            for (Path file : find(dataset, JSON_LINES)) {
                JsonNode object = firstObjectOf(file);
                if (object != null) {
                    return object;
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable JsonNode firstObjectOf(Path file) throws IOException {
        try (Utf8Lines lines = new Utf8Lines(file)) {
            for (Utf8Lines.Line line = lines.next(); line != null && line.number() <= LOOKED_AT; line = lines.next()) {
                try {
                    return Json.object(line.text());
                } catch (FaultException e) {
                    // Reading the dataset reports it.
                }
            }
            return null;
        }
    }
}
