package org.geor1.geo.task;

import org.geor1.geo.source.Use;

/** Open geolocation: where was this picture taken? */
public interface GeolocationTask {

    /**
     * Questions about one picture each, whose place has a position. The same arguments make the same questions.
     *
     * @throws IllegalArgumentException if the source has nothing for that use; the message says what it lacks
     */
    TaskItems pictures(Use use, long seed);
}
