package org.geor1.trainer.source;

import java.util.List;
import java.util.Optional;
import org.geor1.gazetteer.locate.EarthPlaces;
import org.geor1.gazetteer.locate.NamedPlaces;
import org.geor1.gazetteer.locate.Places;
import org.geor1.gazetteer.locate.Planets;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.Sources;
import org.geor1.jobs.dataset.Dataset;
import org.geor1.jobs.dataset.DatasetStore;
import org.geor1.jobs.image.Images;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.gazetteer.Gazetteer;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.miniearth.source.MiniEarthTasks;
import org.geor1.protocol.run.DatasetShare;

/**
 * The sources that a run's {@code dataset} may name, the pixels of their images, and the planets whose places answers are. The
 * built-in ones are named here alone; other sources are stored datasets.
 */
public final class TrainerSources {

    private final Sources builtIn = new Sources(List.of(MiniEarthTasks.standard()));
    private final Planets planets =
            new Planets(List.of(new EarthPlaces(), new NamedPlaces(new Gazetteer(MiniEarth.standard()))));
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
        return tasks(new DatasetShare(dataset));
    }

    /**
     * The tasks of a run that trains on a mixture, or on a mixture of one.
     *
     * @throws IllegalArgumentException if there is no such dataset, or if {@code max_samples} is to limit one without end
     */
    public RunTasks tasks(List<DatasetShare> shares, PromptStyle style) {
        MixedTasks mixed = new MixedTasks(shares.stream()
                .map(share -> new MixedTasks.Member(tasks(share), share.weight()))
                .toList());
        return new RunTasks(mixed, mixed, style);
    }

    private SourceTasks tasks(DatasetShare share) {
        Optional<Dataset> imported = datasets.find(share.name()).filter(Dataset::isReady);
        Integer most = share.maxSamples();
        if (imported.isPresent()) {
            return StoredTasks.of(datasets, imported.get(), stored, most == null ? Integer.MAX_VALUE : most);
        }
        SourceTasks found = builtIn.require(share.name());
        if (most != null) {
            throw new IllegalArgumentException(
                    "max_samples is for imported datasets; '" + share.name() + "' has no end");
        }
        return found;
    }

    /** The places of a planet that a prompt style names. */
    public Places places(String planet) {
        return planets.places(planet);
    }

    /** Every image that a prompt may name. */
    public Pictures pictures() {
        return pictures;
    }
}
