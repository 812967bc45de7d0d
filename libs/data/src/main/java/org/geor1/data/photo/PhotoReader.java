package org.geor1.data.photo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.Rows;
import org.geor1.data.file.DataFiles;
import org.geor1.data.file.FileRows;

/**
 * Photos with positions: tables {@code *.csv} whose columns {@link PhotoTable} knows, or without any such table all photos
 * below a folder, with the positions in their EXIF. Names of one folder are in memory at a time.
 */
public final class PhotoReader implements DatasetReader {

    @Override
    public String name() {
        return "photos";
    }

    @Override
    public boolean recognises(Path dataset) {
        try {
            if (!tables(dataset).isEmpty()) {
                return true;
            }
            return Files.isDirectory(dataset)
                    && DatasetFolder.list(dataset).stream().anyMatch(PhotoFiles::isPhoto);
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> tables(Path dataset) throws IOException {
        List<Path> tables = new ArrayList<>();
        for (Path file : DataFiles.find(dataset, ".csv")) {
            if (PhotoTable.recognises(file)) {
                tables.add(file);
            }
        }
        return tables;
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        Path real = dataset.toRealPath();
        List<Path> tables = tables(real);
        if (!tables.isEmpty()) {
            PhotoFiles files = new PhotoFiles(folder);
            return new FileRows(tables, table -> new PhotoTable(table, folder.name(table), files));
        }
        if (!Files.isDirectory(real)) {
            throw new DatasetException(
                    dataset + " is no table of photos: it needs the columns id or IMG_ID, latitude and longitude");
        }
        return new ExifRows(folder);
    }
}
