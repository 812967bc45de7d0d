package org.geor1.data;

import java.io.IOException;
import java.nio.file.Path;

/** Reads datasets of one layout. Implementations have no state and may be shared between threads. */
public interface DatasetReader {

    /** By which users ask for it, such as "vlm-r1". */
    String name();

    /** Whether the path looks like this layout, by names of files and at most the first rows of some. */
    boolean recognises(Path dataset);

    /**
     * Begins to read. Memory does not grow with the number of rows, unless the reader's description says so.
     *
     * <p>Rows are as they stand in the dataset. {@code DatasetCheck} looks at positions, ids and pictures too.
     *
     * @param dataset a folder, or a file in the folder that image paths refer to
     * @throws DatasetException if it is not of this layout
     */
    Rows open(Path dataset) throws IOException;
}
