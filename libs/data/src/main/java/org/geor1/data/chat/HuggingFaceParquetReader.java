package org.geor1.data.chat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.Rows;
import org.geor1.data.file.DataFiles;
import org.geor1.data.file.FileRows;
import org.geor1.data.parquet.ParquetRows;

/** Parquet files in the form of TRL or verl ({@link HuggingFaceRow}). One row group is in memory at a time. */
public final class HuggingFaceParquetReader implements DatasetReader {

    @Override
    public String name() {
        return "hf-parquet";
    }

    @Override
    public boolean recognises(Path dataset) {
        try {
            return !DataFiles.find(dataset, ".parquet").isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        List<Path> files = DataFiles.find(dataset.toRealPath(), ".parquet");
        if (files.isEmpty()) {
            throw new DatasetException(dataset + " has no .parquet file, so it is no " + name() + " dataset");
        }
        return new FileRows(files, file -> {
            String split = DataFiles.split(file);
            return new ParquetRows(file, folder.name(file), (origin, row) -> HuggingFaceRow.sample(origin, row, split));
        });
    }
}
