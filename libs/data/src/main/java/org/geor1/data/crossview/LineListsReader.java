package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.Rows;
import org.geor1.data.file.FileRows;
import org.geor1.data.file.LineRows;

/** Reads a dataset whose rows are the lines of lists in its folder. */
abstract class LineListsReader implements DatasetReader {

    /** Makes samples of the lines of a list. */
    interface Lines {
        LineRows.Mapper of(Path list);
    }

    /** The lists, in the order in which they are read; none if the folder holds no such dataset. */
    abstract List<Path> lists(Path root) throws IOException;

    /** Where one of them is, for a message. */
    abstract String place();

    abstract Lines lines(DatasetFolder folder) throws IOException;

    @Override
    public final boolean recognises(Path dataset) {
        try {
            return !lists(dataset).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public final Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        List<Path> lists = lists(folder.root());
        if (lists.isEmpty()) {
            throw new DatasetException(dataset + " has no " + place() + ", so it is no " + name() + " dataset");
        }
        Lines lines = lines(folder);
        return new FileRows(lists, list -> {
            String name = folder.name(list);
            return new LineRows(folder.resolve(name), name, lines.of(list));
        });
    }
}
