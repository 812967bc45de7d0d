package org.geor1.data.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.geor1.data.ImageSource;
import org.geor1.data.Pictures;
import org.geor1.data.Place;
import org.geor1.data.Position;
import org.geor1.data.Reading;
import org.geor1.data.Row;
import org.geor1.data.Turn;
import org.geor1.data.parquet.ParquetFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract: records of Parquet are the rows that the same JSON would be, with pictures as bytes. */
class HuggingFaceParquetReaderTest {

    private static final byte[] PICTURE = Pictures.png(5, 4, 0x334455);

    private final HuggingFaceParquetReader reader = new HuggingFaceParquetReader();

    @TempDir
    Path folder;

    private static Consumer<Group> row(String question, byte[] picture, String path) {
        return row -> {
            Group message = row.addGroup("prompt").addGroup("list").addGroup("element");
            message.append("role", "user");
            Group content = message.addGroup("content");
            content.addGroup("list").addGroup("element").append("type", "image");
            content.addGroup("list").addGroup("element").append("type", "text").append("text", question);
            Group image = row.addGroup("images").addGroup("list").addGroup("element");
            if (picture != null) {
                image.append("bytes", Binary.fromConstantByteArray(picture));
            }
            if (path != null) {
                image.append("path", path);
            }
            row.append("solution", "Cairo").append("latitude", 30.0).append("longitude", 31.2);
            row.addGroup("extra_info").append("index", 3L).append("checked", true);
        };
    }

    @Test
    void readsNestedRowsWithBytesOrPaths() throws Exception {
        ParquetFiles.write(
                folder.resolve("data/train-00000-of-00001.parquet"),
                ParquetFiles.CHAT,
                List.of(row("Where?", PICTURE, "ignored.png"), row("And here?", null, "b.png")));

        List<Row> rows = Reading.all(reader, folder);

        assertThat(reader.recognises(folder)).isTrue();
        assertThat(Reading.faults(rows)).isEmpty();
        Row.Sample first = Reading.samples(rows).get(0);
        assertThat(first.turns()).containsExactly(new Turn("user", "<image>Where?"));
        assertThat(((ImageSource.Bytes) first.images().get(0)).bytes()).isEqualTo(PICTURE);
        assertThat(first.truth()).isEqualTo("Cairo");
        assertThat(first.place()).isEqualTo(Place.at(new Position(30.0, 31.2)));
        assertThat(first.split()).isEqualTo("train");
        assertThat(first.metadata()).containsEntry("extra_info.index", "3").containsEntry("extra_info.checked", "true");
        Row.Sample second = Reading.samples(rows).get(1);
        assertThat(second.origin().place()).isEqualTo("row group 0, row 1");
        assertThat(Reading.paths(second)).containsExactly("image b.png");
    }

    @Test
    void wrongRowsAndTextsAreFaultsWithTheirRow() throws Exception {
        String schema = "message row { required binary prompt (STRING); optional binary image; }";
        ParquetFiles.write(
                folder.resolve("odd.parquet"),
                schema,
                List.of(
                        row -> row.append("prompt", "<image><image>")
                                .append("image", Binary.fromConstantByteArray(PICTURE)),
                        row -> row.append("prompt", Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xE9})),
                        row -> row.append("prompt", "fine")));

        List<Row> rows = Reading.all(reader, folder);

        assertThat(Reading.samples(rows)).hasSize(1);
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .isEqualTo(
                                        "odd.parquet row group 0, row 0: has 1 images, and 2 <image> marks in its conversation"),
                        fault -> assertThat(fault).startsWith("odd.parquet row group 0, row 1: is not UTF-8"));
    }

    @Test
    void aFileThatIsNoneOrCutOffIsAFaultAndTheNextIsRead() throws Exception {
        Files.write(folder.resolve("a.parquet"), "no parquet".getBytes(StandardCharsets.UTF_8));
        ParquetFiles.write(folder.resolve("c.parquet"), ParquetFiles.CHAT, List.of(row("Where?", PICTURE, null)));
        byte[] whole = Files.readAllBytes(folder.resolve("c.parquet"));
        Files.write(folder.resolve("b.parquet"), Arrays.copyOf(whole, whole.length / 2));

        List<Row> rows = Reading.all(reader, folder);

        assertThat(Reading.samples(rows)).hasSize(1);
        assertThat(Reading.faults(rows))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("a.parquet: is not a Parquet file"),
                        fault -> assertThat(fault).startsWith("b.parquet: is not a Parquet file"));
    }

    @Test
    void aDamagedRowGroupIsOneFaultAndTheNextIsRead() throws Exception {
        String schema = "message row { required binary prompt (STRING); }";
        List<Consumer<Group>> many = new ArrayList<>();
        for (int row = 0; row < 600; row++) {
            String text = "a prompt that is like no other: " + row;
            many.add(group -> group.append("prompt", text));
        }
        Path file = folder.resolve("data.parquet");
        ParquetFiles.write(file, schema, many, 4096);
        byte[] bytes = Files.readAllBytes(file);
        // The header of the first page follows the four magic bytes.
        Arrays.fill(bytes, 4, 24, (byte) 0xFF);
        Files.write(file, bytes);

        List<Row> rows = Reading.all(reader, folder);

        assertThat(Reading.faults(rows))
                .singleElement()
                .satisfies(fault -> assertThat(fault)
                        .startsWith("data.parquet row group 0, row 0: is damaged")
                        .endsWith("rows of the row group are lost"));
        List<Row.Sample> samples = Reading.samples(rows);
        assertThat(samples).isNotEmpty();
        assertThat(samples.get(samples.size() - 1).origin().place()).endsWith("row 599");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"SNAPPY", "ZSTD"})
    void readsPackedFiles(CompressionCodecName packing) throws Exception {
        ParquetFiles.write(
                folder.resolve("data.parquet"),
                ParquetFiles.CHAT,
                List.of(row("Where?", PICTURE, null)),
                1 << 20,
                packing);
        assertThat(Reading.samples(Reading.all(reader, folder)).get(0).truth()).isEqualTo("Cairo");
    }

    @Test
    void aFooterThatPointsOutsideTheFileIsAFault() throws Exception {
        Path file = folder.resolve("data.parquet");
        ParquetFiles.write(file, ParquetFiles.CHAT, List.of(row("Where?", new byte[10_000], null)));
        byte[] bytes = Files.readAllBytes(file);
        int footer = ByteBuffer.wrap(bytes, bytes.length - 8, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        byte[] hollow = Arrays.copyOf(bytes, 4 + footer + 8);
        System.arraycopy(bytes, bytes.length - footer - 8, hollow, 4, footer + 8);
        Files.write(file, hollow);

        assertThat(Reading.faults(Reading.all(reader, folder)))
                .singleElement()
                .satisfies(fault -> assertThat(fault).contains("row group 0, row 0", "lies outside the file"));
    }
}
