package org.geor1.data.parquet;

import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Unpacks pages to the size that their header says and no further. Parquet's own codecs come from Hadoop, and allocate
 * whatever a header claims.
 */
final class BoundedCodecs implements CompressionCodecFactory {

    /** A page holds one value at least, and often a hundred pictures. */
    static final int MAX_PAGE_BYTES = 256 << 20;

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are only read");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return new Bounded(codec);
    }

    @Override
    public void release() {
        // Codecs keep nothing between pages.
    }

    private record Bounded(CompressionCodecName codec) implements BytesInputDecompressor {

        @Override
        public BytesInput decompress(BytesInput packed, int size) throws IOException {
            return BytesInput.from(unpack(packed.toInputStream().readAllBytes(), size));
        }

        @Override
        public void decompress(ByteBuffer packed, int packedSize, ByteBuffer unpacked, int size) throws IOException {
            byte[] bytes = new byte[packedSize];
            packed.get(bytes);
            unpacked.put(unpack(bytes, size));
        }

        @Override
        public void release() {
            // Nothing to give back.
        }

        private byte[] unpack(byte[] packed, int size) throws IOException {
            if (size < 0 || size > MAX_PAGE_BYTES) {
                throw new IOException("a page claims " + size + " bytes; at most " + MAX_PAGE_BYTES + " are read");
            }
            return switch (codec) {
                case UNCOMPRESSED -> packed;
                case SNAPPY -> snappy(packed, size);
                case GZIP -> exactly(new GZIPInputStream(new ByteArrayInputStream(packed)), size);
                case ZSTD -> exactly(new ZstdInputStream(new ByteArrayInputStream(packed)), size);
                case LZ4_RAW -> lz4(packed, size);
                default ->
                    throw new IOException(
                            "is packed with " + codec + "; SNAPPY, ZSTD, GZIP, LZ4_RAW and UNCOMPRESSED are read");
            };
        }

        private static byte[] snappy(byte[] packed, int size) throws IOException {
            if (Snappy.uncompressedLength(packed) != size) {
                throw new IOException("a page has another size than its header says");
            }
            return Snappy.uncompress(packed);
        }

        private static byte[] lz4(byte[] packed, int size) throws IOException {
            byte[] unpacked = new byte[size];
            if (new Lz4Decompressor().decompress(packed, 0, packed.length, unpacked, 0, size) != size) {
                throw new IOException("a page has another size than its header says");
            }
            return unpacked;
        }

        private static byte[] exactly(InputStream in, int size) throws IOException {
            try (in) {
                byte[] unpacked = in.readNBytes(size);
                if (unpacked.length != size || in.read() >= 0) {
                    throw new IOException("a page has another size than its header says");
                }
                return unpacked;
            }
        }
    }
}
