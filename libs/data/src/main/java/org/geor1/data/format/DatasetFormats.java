package org.geor1.data.format;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.geor1.data.DatasetReader;
import org.geor1.data.canonical.CanonicalReader;
import org.geor1.data.chat.HuggingFaceJsonReader;
import org.geor1.data.chat.HuggingFaceParquetReader;
import org.geor1.data.chat.LlamaFactoryReader;
import org.geor1.data.chat.VlmR1Reader;
import org.geor1.data.crossview.CvCitiesReader;
import org.geor1.data.crossview.CvactReader;
import org.geor1.data.crossview.CvusaReader;
import org.geor1.data.crossview.University1652Reader;
import org.geor1.data.crossview.VigorReader;
import org.geor1.data.photo.PhotoReader;

/** All readers. A layout that contains another, such as a folder of tables and photos, stands before it. */
public final class DatasetFormats {

    private static final List<DatasetReader> ALL = List.of(
            new CvactReader(),
            new CvusaReader(),
            new VigorReader(),
            new University1652Reader(),
            new CvCitiesReader(),
            new LlamaFactoryReader(),
            new CanonicalReader(),
            new VlmR1Reader(),
            new HuggingFaceJsonReader(),
            new HuggingFaceParquetReader(),
            new PhotoReader());

    private DatasetFormats() {}

    public static List<String> names() {
        return ALL.stream().map(DatasetReader::name).toList();
    }

    public static Optional<DatasetReader> named(String name) {
        return ALL.stream().filter(reader -> reader.name().equals(name)).findFirst();
    }

    /** The first reader whose layout a dataset seems to have. */
    public static Optional<DatasetReader> recognise(Path dataset) {
        return ALL.stream().filter(reader -> reader.recognises(dataset)).findFirst();
    }
}
