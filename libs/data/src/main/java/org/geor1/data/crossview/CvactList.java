package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Set;
import org.geor1.data.FaultException;
import org.geor1.data.Position;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5File;
import us.hebi.matlab.mat.types.Char;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * What {@code ACT_data.mat} holds: {@code panoIds}, a row of characters for each panorama; {@code utm}, its easting and
 * northing in metres, in either order; {@code trainSet.trainInd} and {@code valSet.valInd}, the rows of each set counted from 1.
 */
final class CvactList {

    private static final int MAX_BYTES = 256 << 20;
    private static final Set<String> READ = Set.of("panoIds", "utm", "trainSet", "valSet");

    private final Char ids;
    private final Matrix utm;
    private final BitSet train;
    private final BitSet validation;
    private final UtmZone55South zone = new UtmZone55South();

    private CvactList(Char ids, Matrix utm, BitSet train, BitSet validation) {
        this.ids = ids;
        this.utm = utm;
        this.train = train;
        this.validation = validation;
    }

    /** @throws FaultException if it is no such file */
    static CvactList read(Path file) throws FaultException, IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new FaultException("has more than " + MAX_BYTES + " bytes");
        }
        try {
            // Never closed: its arrays lie on the heap, and closing takes them away.
            Mat5File mat = Mat5.newReader(Sources.wrap(Files.readAllBytes(file)))
                    .setEntryFilter(entry -> READ.contains(entry.getName()))
                    .setBufferAllocator(new Bounded())
                    .disableSubsystemProcessing()
                    .readMat();
            Char ids = mat.getChar("panoIds");
            Matrix utm = mat.getMatrix("utm");
            if (utm.getNumRows() != ids.getNumRows() || utm.getNumCols() != 2) {
                throw new FaultException("has %d panoIds and a utm of %d × %d"
                        .formatted(ids.getNumRows(), utm.getNumRows(), utm.getNumCols()));
            }
            BitSet train = rows(mat.getStruct("trainSet").getMatrix("trainInd"), ids.getNumRows(), "trainInd");
            BitSet validation = rows(mat.getStruct("valSet").getMatrix("valInd"), ids.getNumRows(), "valInd");
            return new CvactList(ids, utm, train, validation);
        } catch (IOException | RuntimeException e) {
            // The library throws whatever a damaged file leads it to, such as a ClassCastException for another type.
            throw new FaultException("is not a MATLAB file with panoIds, utm, trainSet and valSet: " + e.getMessage());
        }
    }

    private static BitSet rows(Matrix numbers, int size, String name) throws FaultException {
        BitSet rows = new BitSet(size);
        for (int at = 0; at < numbers.getNumElements(); at++) {
            int row = numbers.getInt(at);
            if (row < 1 || row > size) {
                throw new FaultException("has the row " + row + " in " + name + ", and " + size + " panoramas");
            }
            rows.set(row - 1);
        }
        return rows;
    }

    int size() {
        return ids.getNumRows();
    }

    String id(int row) {
        return ids.getRow(row).strip();
    }

    String split(int row) {
        return train.get(row) ? "train" : validation.get(row) ? "val" : "test";
    }

    Position position(int row) throws FaultException {
        return zone.position(utm.getDouble(row, 0), utm.getDouble(row, 1));
    }

    /** Sizes come from the file, so what they may take is limited. */
    private static final class Bounded implements BufferAllocator {
        private long left = 2L * MAX_BYTES;

        @Override
        public ByteBuffer allocate(int bytes) {
            left -= bytes;
            if (bytes < 0 || left < 0) {
                throw new IllegalArgumentException("its arrays take more than " + 2L * MAX_BYTES + " bytes");
            }
            return ByteBuffer.allocate(bytes);
        }

        @Override
        public void release(ByteBuffer buffer) {
            // The garbage collector's.
        }
    }
}
