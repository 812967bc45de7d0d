package org.geor1.trainer.source;

import java.util.List;
import java.util.Optional;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.Sources;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.Images;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.miniearth.source.MiniEarthTasks;

/**
 * The sources that a run's {@code dataset} may name, and the pixels of their images. The built-in ones are named here alone;
 * the others are stored datasets.
 */
public final class TrainerSources {

    private final Sources builtIn = new Sources(List.of(MiniEarthTasks.standard()));
    private final DatasetStore datasets;
    private final StoredPictures stored;
    private final Pictures pictures;

    /** @param images of stored datasets */
    public TrainerSources(DatasetStore datasets, Images images) {
        this.datasets = datasets;
        this.stored = new StoredPictures(images);
        this.pictures = new Pictures(List.of(new MiniEarthPictures(), stored));
    }

    /** @throws IllegalArgumentException if there is no such dataset; the message lists the built-in ones */
    public SourceTasks tasks(String dataset) {
        Optional<Dataset> imported = datasets.find(dataset).filter(Dataset::isReady);
        return imported.isPresent() ? StoredTasks.of(datasets, imported.get(), stored) : builtIn.require(dataset);
    }

    /** Every image that a prompt may name. */
    public Pictures pictures() {
        return pictures;
    }
}
