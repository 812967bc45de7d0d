package org.geor1.data.crossview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import org.geor1.data.DatasetException;
import org.geor1.data.DatasetFolder;
import org.geor1.data.DatasetReader;
import org.geor1.data.FaultException;
import org.geor1.data.ImageRole;
import org.geor1.data.Origin;
import org.geor1.data.Row;
import org.geor1.data.Rows;
import org.jspecify.annotations.Nullable;

/**
 * University-1652: folders of pictures of a building, {@code train/{view}/{building}},
 * {@code test/query_{view}/{building}} and {@code test/gallery_{view}/{building}}, whose views are satellite, street,
 * drone and google. A sample is a building within a split, with all its pictures; its truth is the building's number.
 * The dataset has no positions.
 */
public final class University1652Reader implements DatasetReader {

    private static final int MAX_PICTURES = 1000;
    private static final List<Split> SPLITS = List.of(
            new Split("train", "train/"), new Split("query", "test/query_"), new Split("gallery", "test/gallery_"));
    private static final List<View> VIEWS = List.of(
            new View("satellite", ImageRole.TILE),
            new View("street", ImageRole.PHOTO),
            new View("drone", ImageRole.PHOTO),
            new View("google", ImageRole.PHOTO));

    private record Split(String name, String prefix) {}

    private record View(String name, ImageRole role) {}

    private record Building(Split split, String number) {}

    @Override
    public String name() {
        return "university-1652";
    }

    @Override
    public boolean recognises(Path dataset) {
        return Files.isDirectory(dataset.resolve("train/satellite"))
                || Files.isDirectory(dataset.resolve("test/query_satellite"))
                || Files.isDirectory(dataset.resolve("test/gallery_satellite"));
    }

    @Override
    public Rows open(Path dataset) throws IOException {
        DatasetFolder folder = DatasetFolder.of(dataset);
        if (!recognises(folder.root())) {
            throw new DatasetException(dataset + " has no train/satellite and no test/query_satellite, so it is no "
                    + name() + " dataset");
        }
        return new Buildings(folder);
    }

    private static final class Buildings extends Rows {
        private final DatasetFolder folder;
        private final Iterator<Building> buildings;

        Buildings(DatasetFolder folder) throws IOException {
            this.folder = folder;
            List<Building> all = new ArrayList<>();
            for (Split split : SPLITS) {
                TreeSet<String> numbers = new TreeSet<>();
                for (View view : VIEWS) {
                    Path views = folder.root().resolve(split.prefix() + view.name());
                    if (Files.isDirectory(views, LinkOption.NOFOLLOW_LINKS)) {
                        DatasetFolder.list(views)
                                .forEach(building -> numbers.add(String.valueOf(building.getFileName())));
                    }
                }
                numbers.forEach(number -> all.add(new Building(split, number)));
            }
            buildings = all.iterator();
        }

        @Override
        protected @Nullable Row advance() throws IOException {
            if (!buildings.hasNext()) {
                return null;
            }
            Building building = buildings.next();
            String id = building.split().name() + "/" + building.number();
            Origin origin = Origin.whole(building.split().prefix() + "*/" + building.number());
            try {
                Row.Sample.Builder sample = Row.Sample.builder(origin, id)
                        .split(building.split().name())
                        .truth(building.number());
                addPictures(building, sample);
                return sample.build();
            } catch (FaultException e) {
                return new Row.Fault(origin, e.problem());
            }
        }

        private void addPictures(Building building, Row.Sample.Builder sample) throws FaultException, IOException {
            int pictures = 0;
            for (View view : VIEWS) {
                Path views = folder.root().resolve(building.split().prefix() + view.name());
                Path ofBuilding = views.resolve(building.number());
                if (!Files.exists(ofBuilding, LinkOption.NOFOLLOW_LINKS)) {
                    continue;
                }
                if (!Files.isDirectory(ofBuilding, LinkOption.NOFOLLOW_LINKS)) {
                    throw new FaultException("'" + folder.name(ofBuilding) + "' is not a folder of pictures");
                }
                for (Path picture : DatasetFolder.list(ofBuilding)) {
                    sample.image(folder.name(picture), view.role());
                    pictures++;
                }
            }
            if (pictures == 0 || pictures > MAX_PICTURES) {
                throw new FaultException("has " + pictures + " pictures; 1 to " + MAX_PICTURES + " are read");
            }
        }
    }
}
