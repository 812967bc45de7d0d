package org.geor1.osm.pbf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.geor1.geo.parallel.InOrder;
import org.geor1.osm.pbf.BlobStream.RawBlob;

/**
 * A file in OpenStreetMap's PBF format. It is read as a stream: at most two blobs for each processor are in memory, each of
 * at most 32 MiB.
 *
 * @see <a href="https://wiki.openstreetmap.org/wiki/PBF_Format">PBF format</a>
 */
public final class PbfFile {

    /** For each processor. */
    private static final int OPEN_BLOBS = 2;

    private final Path file;

    public PbfFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the blobs of elements whose number is wanted. {@code decode} runs in several threads, {@code take} in the
     * caller's, in the order of the file.
     *
     * @throws PbfException if the file is not PBF, is damaged or uses what this reader does not know
     */
    public <T> void read(IntPredicate wanted, Function<Block, T> decode, Consumer<T> take) throws IOException {
        BlobDecoder decoder = new BlobDecoder(file);
        try (BlobStream blobs = new BlobStream(file);
                InOrder<T> decoded = new InOrder<>(OPEN_BLOBS, take::accept)) {
            RawBlob first = blobs.next(number -> true);
            if (first == null || !first.type().equals("OSMHeader")) {
                throw new PbfException(
                        file.getFileName() + " does not start as a PBF extract does. Give a .osm.pbf file");
            }
            decoder.checkHeader(first);
            for (RawBlob raw = blobs.next(wanted); raw != null; raw = blobs.next(wanted)) {
                if (raw.type().equals("OSMData")) {
                    RawBlob blob = raw;
                    decoded.submit(() -> decode(decoder, blob, decode));
                }
            }
            decoded.finish();
        }
    }

    private static <T> T decode(BlobDecoder decoder, RawBlob raw, Function<Block, T> decode) throws PbfException {
        Block block = decoder.block(raw);
        try {
            return decode.apply(block);
        } catch (IllegalArgumentException e) {
            throw decoder.broken(raw, String.valueOf(e.getMessage()), e);
        }
    }
}
