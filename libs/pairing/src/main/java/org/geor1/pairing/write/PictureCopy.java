package org.geor1.pairing.write;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.FaultException;
import org.geor1.data.ImageSource;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.geor1.pairing.picture.Sha256;
import org.geor1.pairing.place.PictureColumns;
import org.geor1.pairing.place.PlaceTable;
import org.geor1.pairing.place.SampleImages;

/** Copies the pictures that questions show, byte for byte, under names that say nothing of the places. */
public final class PictureCopy {

    private final PlaceTable table;
    private final BitSet tiles;
    private final BitSet panoramas;
    private final Path images;

    /**
     * @param tiles places whose tiles are wanted
     * @param panoramas places whose panoramas are wanted
     * @param out folder of the questions
     */
    public PictureCopy(PlaceTable table, BitSet tiles, BitSet panoramas, Path out) throws IOException {
        this.table = table;
        this.tiles = (BitSet) tiles.clone();
        this.panoramas = (BitSet) panoramas.clone();
        this.images = Files.createDirectories(out.resolve(QuestionRows.IMAGES));
    }

    /**
     * Reads the dataset once more.
     *
     * @throws DatasetException if a picture is no longer what it was
     */
    public void copy(DatasetFolder folder, Rows rows) throws IOException {
        while (rows.hasNext() && !(tiles.isEmpty() && panoramas.isEmpty())) {
            if (rows.next() instanceof Row.Sample sample) {
                int place = table.find(sample.id());
                if (place >= 0) {
                    copy(folder, SampleImages.tile(sample), table.tiles(), tiles, place);
                    copy(folder, SampleImages.panorama(sample), table.panoramas(), panoramas, place);
                }
            }
        }
        if (!(tiles.isEmpty() && panoramas.isEmpty())) {
            int place = Math.max(tiles.nextSetBit(0), panoramas.nextSetBit(0));
            throw new DatasetException("the pictures of place " + table.id(place)
                    + " changed while the dataset was read; run the command again");
        }
    }

    private void copy(
            DatasetFolder folder, Optional<ImageSource> source, PictureColumns pictures, BitSet wanted, int place)
            throws IOException {
        if (source.isEmpty() || !wanted.get(place)) {
            return;
        }
        try {
            byte[] bytes = folder.read(source.get());
            // A row with an id that came before was left out, and may show something else.
            if (Sha256.hex(bytes).equals(pictures.sha256(place))) {
                Files.write(images.resolve(pictures.fileName(place)), bytes);
                wanted.clear(place);
            }
        } catch (FaultException e) {
            throw new DatasetException(e.problem() + "; it was there when the dataset was first read");
        }
    }
}
