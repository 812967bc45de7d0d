package org.geor1.data.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Writes small Parquet files. */
public final class ParquetFiles {

    /** As {@code datasets} writes TRL's form: lists of three levels, images as structs of bytes and path. */
    public static final String CHAT = """
            message row {
              optional group prompt (LIST) { repeated group list { optional group element {
                optional binary role (STRING);
                optional group content (LIST) { repeated group list { optional group element {
                  optional binary type (STRING); optional binary text (STRING); } } } } } }
              optional group images (LIST) { repeated group list { optional group element {
                optional binary bytes; optional binary path (STRING); } } }
              optional binary solution (STRING);
              optional double latitude;
              optional double longitude;
              optional group extra_info { optional int64 index; optional boolean checked; }
            }""";

    private ParquetFiles() {}

    public static void write(Path file, String schema, List<Consumer<Group>> rows) throws IOException {
        write(file, schema, rows, 1 << 20);
    }

    /** @param groupBytes after which a row group ends */
    public static void write(Path file, String schema, List<Consumer<Group>> rows, long groupBytes) throws IOException {
        write(file, schema, rows, groupBytes, CompressionCodecName.UNCOMPRESSED);
    }

    public static void write(
            Path file, String schema, List<Consumer<Group>> rows, long groupBytes, CompressionCodecName packing)
            throws IOException {
        Files.createDirectories(file.getParent());
        MessageType type = MessageTypeParser.parseMessageType(schema);
        try (ParquetWriter<Group> writer = ExampleParquetWriter.builder(new LocalOutputFile(file))
                .withConf(new PlainParquetConfiguration(Map.of()))
                .withType(type)
                .withCompressionCodec(packing)
                .withRowGroupSize(groupBytes)
                .withMinRowCountForPageSizeCheck(1)
                .build()) {
            for (Consumer<Group> row : rows) {
                SimpleGroup group = new SimpleGroup(type);
                row.accept(group);
                writer.write(group);
            }
        }
    }
}
