package org.geor1.data.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.geor1.data.FaultException;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A row for each record of a Parquet file. One row group is in memory at a time; a damaged one is one fault. */
public final class ParquetRows extends Rows {

    /** Of one row group, packed or not. */
    private static final long MAX_GROUP_BYTES = 512L << 20;

    private final ParquetFileReader reader;
    private final String name;
    private final Mapper mapper;
    private final MessageType schema;
    private final List<BlockMetaData> groups;
    private final long fileBytes;
    private @Nullable RecordReader<Group> records;
    private int group = -1;
    private long leftInGroup;
    private long row = -1;

    /** Makes a sample of a record. */
    @FunctionalInterface
    public interface Mapper {
        Row.Sample map(Origin origin, ObjectNode row) throws FaultException;
    }

    /**
     * @param name of the file in origins
     * @throws FaultException if it is no Parquet file
     */
    public ParquetRows(Path file, String name, Mapper mapper) throws FaultException, IOException {
        this.name = name;
        this.mapper = mapper;
        this.fileBytes = Files.size(file);
        try {
            this.reader = ParquetFileReader.open(
                    new LocalInputFile(file),
                    ParquetReadOptions.builder(new PlainParquetConfiguration())
                            .withCodecFactory(new BoundedCodecs())
                            .build());
        } catch (IOException | RuntimeException e) {
            throw new FaultException("is not a Parquet file that can be read: " + e.getMessage());
        }
        this.schema = reader.getFooter().getFileMetaData().getSchema();
        this.groups = reader.getRowGroups();
    }

    @Override
    protected @Nullable Row advance() throws IOException {
        while (leftInGroup == 0) {
            group++;
            if (group == groups.size()) {
                return null;
            }
            Row.Fault fault = openGroup(groups.get(group));
            if (fault != null) {
                return fault;
            }
        }
        row++;
        leftInGroup--;
        Origin origin = Origin.row(name, group, row);
        RecordReader<Group> open = records;
        if (open == null) {
            throw new IllegalStateException("no row group is open");
        }
        Group record;
        try {
            record = open.read();
        } catch (RuntimeException e) {
            // The decoders throw whatever a damaged page leads them to.
            return lost(origin, e, leftInGroup + 1);
        }
        try {
            return mapper.map(origin, GroupJson.object(record));
        } catch (FaultException e) {
            return new Row.Fault(origin, e.problem());
        }
    }

    private Row.@Nullable Fault openGroup(BlockMetaData block) throws IOException {
        leftInGroup = block.getRowCount();
        Origin origin = Origin.row(name, group, row + 1);
        try {
            requireBounds(block);
            PageReadStore pages = reader.readRowGroup(group);
            records =
                    new ColumnIOFactory().getColumnIO(schema).getRecordReader(pages, new GroupRecordConverter(schema));
            return null;
        } catch (IOException | RuntimeException | FaultException e) {
            return lost(origin, e, leftInGroup);
        }
    }

    private Row.Fault lost(Origin origin, Exception cause, long lost) {
        row += leftInGroup;
        leftInGroup = 0;
        records = null;
        return new Row.Fault(
                origin, "is damaged: " + cause.getMessage() + "; " + lost + " rows of the row group are lost");
    }

    private void requireBounds(BlockMetaData block) throws FaultException {
        long unpacked = 0;
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            long start = chunk.getStartingPos();
            if (start < 0 || chunk.getTotalSize() < 0 || start > fileBytes - chunk.getTotalSize()) {
                throw new FaultException("column " + chunk.getPath() + " lies outside the file");
            }
            unpacked += Math.max(0, chunk.getTotalUncompressedSize());
        }
        if (Math.max(unpacked, block.getCompressedSize()) > MAX_GROUP_BYTES) {
            throw new FaultException("the row group has more than " + MAX_GROUP_BYTES
                    + " bytes; write the file with smaller row groups");
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
