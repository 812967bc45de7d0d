package org.geor1.miniearth.source;

import org.geor1.geo.task.SourceTasks;
import org.geor1.miniearth.MiniEarth;

/** Mini-Earth with all tasks there are. */
public final class MiniEarthTasks {

    private MiniEarthTasks() {}

    /** The planet that the shipped models were trained on. */
    public static SourceTasks standard() {
        MiniEarthSource source = new MiniEarthSource(MiniEarth.standard());
        return new SourceTasks(
                source, new MiniEarthPairing(source), new MiniEarthReasoning(source), new MiniEarthGeolocation(source));
    }
}
