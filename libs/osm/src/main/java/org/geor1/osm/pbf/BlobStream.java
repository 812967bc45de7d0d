package org.geor1.osm.pbf;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntPredicate;
import org.apache.baremaps.osm.binary.Fileformat.BlobHeader;
import org.jspecify.annotations.Nullable;

/**
 * The blobs of a file, one after the other: four bytes with the length of a header, the header, the blob. Sizes are held
 * to the limits of the format before anything is allocated.
 */
final class BlobStream implements Closeable {

    private static final int MAX_HEADER = 64 << 10;
    static final int MAX_BLOB = 32 << 20;

    private final Path file;
    private final long size;
    private final DataInputStream in;
    private long offset;
    private int number;

    BlobStream(Path file) throws IOException {
        this.file = file;
        this.size = Files.size(file);
        this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** A blob as it lies in the file. */
    record RawBlob(String type, byte[] bytes, int number, long offset) {}

    /** The next blob whose number is wanted, or null at the end of the file. */
    @Nullable
    RawBlob next(IntPredicate wanted) throws IOException {
        while (offset < size) {
            int blob = number++;
            long start = offset;
            if (size - start < Integer.BYTES) {
                throw broken(blob, start, "the file ends within a length");
            }
            int headerLength = in.readInt();
            if (headerLength <= 0 || headerLength > MAX_HEADER) {
                throw broken(blob, start, "a header of " + Integer.toUnsignedString(headerLength) + " bytes");
            }
            BlobHeader header = header(blob, start, bytes(blob, start, start + Integer.BYTES, headerLength));
            int length = header.getDatasize();
            if (length < 0 || length > MAX_BLOB) {
                throw broken(blob, start, "a blob of " + Integer.toUnsignedString(length) + " bytes");
            }
            long body = start + Integer.BYTES + headerLength;
            offset = body + length;
            if (wanted.test(blob)) {
                return new RawBlob(header.getType(), bytes(blob, start, body, length), blob, start);
            }
            if (offset > size) {
                throw broken(blob, start, "the file ends within the blob");
            }
            in.skipNBytes(length);
        }
        return null;
    }

    private byte[] bytes(int blob, long start, long from, int length) throws IOException {
        if (size - from < length) {
            throw broken(blob, start, "the file ends within the blob");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }

    private BlobHeader header(int blob, long start, byte[] bytes) throws PbfException {
        try {
            return BlobHeader.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new PbfException(file, blob, start, "no header of a blob (" + e.getMessage() + ")", e);
        }
    }

    private PbfException broken(int blob, long start, String problem) {
        return new PbfException(
                file, blob, start, problem + ". The file is damaged, incomplete or no PBF extract: fetch it again");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
