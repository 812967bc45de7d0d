package org.geor1.local.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.image.ImageLimits;
import org.geor1.image.decode.MetadataRemover;
import org.geor1.local.client.DatasetClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Streams rows into a dataset that is importing. It goes on behind the samples that are there already, which must be the first
 * of the rows: an import that was interrupted is repeated with the same command.
 */
public final class DatasetImport {

    private static final int LISTED = 100;

    private final DatasetClient client;
    private final String name;
    private final DatasetFolder folder;
    private final MetadataRemover remover = new MetadataRemover(ImageLimits.standard());

    private final List<Row.Fault> listed = new ArrayList<>();
    private long faults;

    /** @param folder that the rows' image paths refer to */
    public DatasetImport(DatasetClient client, String name, DatasetFolder folder) {
        this.client = client;
        this.name = name;
        this.folder = folder;
    }

    /**
     * @param strict stop at the first fault
     * @param progress told of every row
     * @throws DatasetException if the dataset has samples that are not among the rows
     */
    public ImportResult run(Rows rows, boolean strict, Runnable progress) {
        Before before = new Before(client, name);
        long there = before.count;
        long read = 0;
        try (SampleUpload upload = new SampleUpload(client, name, there, this::add)) {
            while (rows.hasNext() && !(strict && faults > 0)) {
                Row row = rows.next();
                read++;
                progress.run();
                if (row instanceof Row.Fault fault) {
                    add(fault);
                } else if (row instanceof Row.Sample sample && before.left()) {
                    if (!before.isNext(sample.id())) {
                        add(new Row.Fault(
                                sample.origin(),
                                "was left out when this import began, and the samples behind it are there"));
                    }
                } else if (row instanceof Row.Sample sample) {
                    send(sample, upload);
                }
            }
            upload.flush();
            if (before.left() && !(strict && faults > 0)) {
                throw new DatasetException("the dataset '" + name + "' has the sample '" + before.expected
                        + "', which is not where it was when its import began");
            }
            return new ImportResult(read, upload.position() - there, there, faults, List.copyOf(listed));
        }
    }

    private void send(Row.Sample sample, SampleUpload upload) {
        try {
            upload.add(PendingSample.read(sample, folder, remover));
        } catch (FaultException e) {
            add(new Row.Fault(sample.origin(), e.problem()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Row.Fault fault) {
        faults++;
        if (listed.size() < LISTED) {
            listed.add(fault);
        }
    }

    /** The ids of the samples that are there as the import begins. */
    private static final class Before {
        private final long count;
        private final Iterator<JsonNode> samples;
        private long passed;
        private @Nullable String expected;

        Before(DatasetClient client, String name) {
            count = client.find(name)
                    .map(dataset -> dataset.path("samples").asLong(0))
                    .orElse(0L);
            samples = client.samples(name);
            advance();
        }

        private void advance() {
            // Samples that this import appends turn up behind these.
            expected = passed < count && samples.hasNext()
                    ? samples.next().path("sample").path("id").asString("")
                    : null;
            passed++;
        }

        boolean left() {
            return expected != null;
        }

        boolean isNext(String id) {
            boolean next = id.equals(expected);
            if (next) {
                advance();
            }
            return next;
        }
    }
}
