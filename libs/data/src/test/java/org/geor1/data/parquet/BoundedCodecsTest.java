package org.geor1.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.lz4.Lz4Compressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputDecompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

/** Contract: pages come out as they were packed, and one that is larger or smaller than its header says is refused. */
class BoundedCodecsTest {

    private static final byte[] PAGE = new byte[10_000];

    static {
        for (int index = 0; index < PAGE.length; index++) {
            PAGE[index] = (byte) (index / 100);
        }
    }

    private static BytesInputDecompressor codec(CompressionCodecName name) {
        return new BoundedCodecs().getDecompressor(name);
    }

    private static byte[] packed(CompressionCodecName name) throws IOException {
        switch (name) {
            case SNAPPY:
                return Snappy.compress(PAGE);
            case ZSTD:
                return Zstd.compress(PAGE);
            case LZ4_RAW:
                byte[] packed = new byte[2 * PAGE.length];
                return Arrays.copyOf(
                        packed, new Lz4Compressor().compress(PAGE, 0, PAGE.length, packed, 0, packed.length));
            default:
                ByteArrayOutputStream out = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                    gzip.write(PAGE);
                }
                return out.toByteArray();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodecName.class,
            names = {"SNAPPY", "ZSTD", "LZ4_RAW", "GZIP"})
    void unpacksToTheSizeOfTheHeaderAndNoOther(CompressionCodecName name) throws IOException {
        byte[] packed = packed(name);
        assertThat(codec(name)
                        .decompress(BytesInput.from(packed), PAGE.length)
                        .toInputStream()
                        .readAllBytes())
                .isEqualTo(PAGE);
        ByteBuffer unpacked = ByteBuffer.allocate(PAGE.length);
        codec(name).decompress(ByteBuffer.wrap(packed), packed.length, unpacked, PAGE.length);
        assertThat(unpacked.array()).isEqualTo(PAGE);
        for (int size : new int[] {PAGE.length - 1, PAGE.length + 1, -1, BoundedCodecs.MAX_PAGE_BYTES + 1}) {
            assertThatThrownBy(() -> codec(name).decompress(BytesInput.from(packed), size))
                    .as("%d bytes", size)
                    .isInstanceOfAny(IOException.class, RuntimeException.class);
        }
    }

    @Test
    void namesThePackingThatIsNotRead() {
        assertThatThrownBy(() -> codec(CompressionCodecName.BROTLI).decompress(BytesInput.from(PAGE), 10))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("BROTLI");
    }
}
