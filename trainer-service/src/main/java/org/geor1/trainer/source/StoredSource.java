package org.geor1.trainer.source;

import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.geor1.geo.picture.BlankPictures;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.Source;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;

/** The places of a stored dataset: those samples of it that say where they were taken. */
final class StoredSource implements Source {

    private final DatasetStore store;
    private final Dataset dataset;
    private final StoredPictures pictures;

    StoredSource(DatasetStore store, Dataset dataset, StoredPictures pictures) {
        this.store = store;
        this.dataset = dataset;
        this.pictures = pictures;
    }

    @Override
    public String name() {
        return dataset.name();
    }

    @Override
    public Stream<SourcePlace> places(Use use) {
        StoredSamples samples = StoredSamples.of(store, dataset, use, Integer.MAX_VALUE);
        return IntStream.range(0, samples.count())
                .mapToObj(number -> StoredItems.place(samples.get(number)))
                .flatMap(Stream::ofNullable);
    }

    @Override
    public Optional<SourceImage> image(SourcePlace place, ImageRole role) {
        return store.sample(dataset.name(), place.id()).stream()
                .flatMap(stored -> StoredItems.images(stored.sample()).stream())
                .filter(image -> image.role() == role)
                .findFirst();
    }

    @Override
    public SourceImage blank(SourceImage image) {
        BufferedImage picture = pictures.make(image.ref(), 1);
        return new SourceImage(BlankPictures.name(picture.getWidth(), picture.getHeight()), image.role());
    }
}
