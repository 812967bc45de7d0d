package org.geor1.geo.source;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Places with their facts, and the names of their images. A source knows nothing of what is asked about them ({@code
 * org.geor1.geo.task}), nor how that is worded ({@code org.geor1.geo.style}). Safe for use by many threads.
 */
public interface Source {

    /** The name by which a run's {@code dataset} selects it. */
    String name();

    /** Its places for a use, always in the same order. They need not fit into memory together; close the stream. */
    Stream<SourcePlace> places(Use use);

    /** The image of a place in that role, if there is one. */
    Optional<SourceImage> image(SourcePlace place, ImageRole role);

    /** A grey image of the same size and role, for controls in which a model must answer without seeing. */
    SourceImage blank(SourceImage image);
}
