package org.geor1.osm.pbf;

import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.baremaps.osm.binary.Fileformat.Blob;
import org.apache.baremaps.osm.binary.Osmformat.HeaderBlock;
import org.apache.baremaps.osm.binary.Osmformat.PrimitiveBlock;
import org.geor1.osm.pbf.BlobStream.RawBlob;

/** Unpacks blobs. */
final class BlobDecoder {

    private static final Set<String> UNDERSTOOD = Set.of("OsmSchema-V0.6", "DenseNodes");

    private final Path file;

    BlobDecoder(Path file) {
        this.file = file;
    }

    Block block(RawBlob raw) throws PbfException {
        try {
            return new Block(PrimitiveBlock.parseFrom(unpack(raw)), raw.number());
        } catch (InvalidProtocolBufferException e) {
            throw broken(raw, "no block of elements (" + e.getMessage() + ")", e);
        }
    }

    /** Refuses a file that asks its reader for something this one does not know. */
    void checkHeader(RawBlob raw) throws PbfException {
        try {
            for (String feature : HeaderBlock.parseFrom(unpack(raw)).getRequiredFeaturesList()) {
                if (!UNDERSTOOD.contains(feature)) {
                    throw new PbfException(
                            file,
                            raw.number(),
                            raw.offset(),
                            "the file needs the feature '" + feature + "'. Convert it with osmium cat");
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw broken(raw, "no header of a file (" + e.getMessage() + ")", e);
        }
    }

    PbfException broken(RawBlob raw, String problem, Throwable cause) {
        return new PbfException(file, raw.number(), raw.offset(), problem + ". Fetch the file again", cause);
    }

    private byte[] unpack(RawBlob raw) throws PbfException, InvalidProtocolBufferException {
        Blob blob = Blob.parseFrom(raw.bytes());
        if (blob.hasRaw()) {
            return blob.getRaw().toByteArray();
        }
        if (!blob.hasZlibData()) {
            throw new PbfException(
                    file, raw.number(), raw.offset(), "neither plain nor zlib. Convert the file with osmium cat");
        }
        int size = blob.getRawSize();
        if (size < 0 || size > BlobStream.MAX_BLOB) {
            throw new PbfException(file, raw.number(), raw.offset(), "a block of " + size + " bytes is too large");
        }
        byte[] bytes = new byte[size];
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(blob.getZlibData().toByteArray());
            int done = 0;
            while (done < size) {
                int read = inflater.inflate(bytes, done, size - done);
                if (read == 0) {
                    throw new DataFormatException("it holds " + done + " bytes of " + size);
                }
                done += read;
            }
        } catch (DataFormatException e) {
            throw broken(raw, "damaged data (" + e.getMessage() + ")", e);
        } finally {
            inflater.end();
        }
        return bytes;
    }
}
