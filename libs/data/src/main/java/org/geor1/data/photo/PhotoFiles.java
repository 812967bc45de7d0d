package org.geor1.data.photo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;

/** Finds a table's photos: their names lack an ending in some datasets, and their folder is split into shards in others. */
final class PhotoFiles {

    /** OSV-5M has a hundred folders; more than this are not looked through. */
    private static final int MAX_FOLDERS = 1000;

    private static final int DEPTH = 3;
    private static final List<String> ENDINGS = List.of("", ".jpg", ".jpeg", ".png", ".JPG");

    private static final Pattern PHOTO = Pattern.compile(".*\\.(jpe?g|png|tiff?|gif|webp|heic)");

    private final DatasetFolder folder;
    private final List<String> folders = new ArrayList<>();

    PhotoFiles(DatasetFolder folder) throws IOException {
        this.folder = folder;
        folders.add("");
        try (Stream<Path> below = Files.walk(folder.root(), DEPTH)) {
            below.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .filter(path -> !path.equals(folder.root()))
                    .limit(MAX_FOLDERS)
                    .map(path -> folder.name(path) + "/")
                    .sorted()
                    .forEach(folders::add);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Whether a file's name is one of a picture, of those too that cannot be read. */
    static boolean isPhoto(Path file) {
        return PHOTO.matcher(String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT))
                .matches();
    }

    /** The path of a photo within the dataset's folder. */
    String find(String id) throws FaultException, IOException {
        for (int at = 0; at < folders.size(); at++) {
            String prefix = folders.get(at);
            for (String ending : ENDINGS) {
                if (folder.has(prefix + id + ending)) {
                    // The next photo most likely lies where this one does.
                    folders.remove(at);
                    folders.add(0, prefix);
                    return prefix + id + ending;
                }
            }
        }
        folder.resolve(id);
        throw new FaultException("'" + id + "' is missing in the dataset's folder");
    }
}
