package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Place;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;

/**
 * CVACT: {@code ACT_data.mat} lists panoramas, their positions and which of them are for training and validation; the
 * others are for tests. Pictures are {@code ANU_data_small/streetview/{id}_grdView.jpg} and
 * {@code ANU_data_small/satview_polish/{id}_satView_polish.jpg}, those of tests in {@code ANU_data_test}. Without that
 * folder there are no rows for tests. The list is held in memory, about 70 bytes for each panorama.
 */
public final class CvactReader implements DatasetReader {

    private static final String LIST = "ACT_data.mat";
    private static final String TEST = "ANU_data_test";

    @Override
    public String name() {
        return "cvact";
    }

    @Override
    public boolean recognises(Path dataset) {
        return Files.isRegularFile(dataset.resolve(LIST));
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        try {
            CvactList list = CvactList.read(folder.resolve(LIST));
            return new Panoramas(list, Files.isDirectory(folder.root().resolve(TEST)));
        } catch (FaultException e) {
            throw new DatasetException(LIST + " of " + dataset + ": " + e.problem());
        }
    }

    private static final class Panoramas extends Rows {
        private final CvactList list;
        private final boolean withTests;
        private int index = -1;

        Panoramas(CvactList list, boolean withTests) {
            this.list = list;
            this.withTests = withTests;
        }

        @Override
        protected @Nullable Row advance() {
            index++;
            while (!withTests && index < list.size() && list.split(index).equals("test")) {
                index++;
            }
            if (index >= list.size()) {
                return null;
            }
            Origin origin = new Origin(LIST, "row " + (index + 1));
            try {
                return sample(origin);
            } catch (FaultException e) {
                return new Row.Fault(origin, e.problem());
            }
        }

        private Row.Sample sample(Origin origin) throws FaultException {
            String id = list.id(index);
            String split = list.split(index);
            String pictures = split.equals("test") ? TEST : "ANU_data_small";
            return Row.Sample.builder(origin, id)
                    .image(pictures + "/streetview/" + id + "_grdView.jpg", ImageRole.PANORAMA)
                    .image(pictures + "/satview_polish/" + id + "_satView_polish.jpg", ImageRole.TILE)
                    .place(Place.at(list.position(index)))
                    .split(split)
                    .build();
        }
    }
}
