package org.geor1.trainer.source;

import java.util.List;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.Sources;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.miniearth.source.MiniEarthTasks;

/** The sources that a run's {@code dataset} may name, and the pixels of their images. All of them are named here alone. */
public final class TrainerSources {

    private final Sources sources = new Sources(List.of(MiniEarthTasks.standard()));
    private final Pictures pictures = new Pictures(List.of(new MiniEarthPictures()));

    /** @throws IllegalArgumentException if there is no such dataset; the message lists those there are */
    public SourceTasks tasks(String dataset) {
        return sources.require(dataset);
    }

    /** Every image that a prompt may name. */
    public Pictures pictures() {
        return pictures;
    }
}
