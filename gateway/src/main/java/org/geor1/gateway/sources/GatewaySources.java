package org.geor1.gateway.sources;

import java.util.List;
import org.geor1.gazetteer.locate.EarthPlaces;
import org.geor1.gazetteer.locate.NamedPlaces;
import org.geor1.gazetteer.locate.Places;
import org.geor1.gazetteer.locate.Planets;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.source.Source;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.gazetteer.Gazetteer;
import org.geor1.miniearth.source.MiniEarthPictures;
import org.geor1.miniearth.source.MiniEarthTasks;
import org.springframework.stereotype.Component;

/** The sources whose images the gateway shows, and the planets whose places it knows. All of them are named here alone. */
@Component
public class GatewaySources {

    private final Source miniEarth = MiniEarthTasks.standard().source();
    private final Pictures pictures = new Pictures(List.of(new MiniEarthPictures()));
    private final Planets planets =
            new Planets(List.of(new EarthPlaces(), new NamedPlaces(new Gazetteer(MiniEarth.standard()))));

    /** Places to try a model on. */
    public Source samples() {
        return miniEarth;
    }

    /** Every image that a prompt may name. */
    public Pictures pictures() {
        return pictures;
    }

    /** The places of a planet that a prompt style names. */
    public Places places(String planet) {
        return planets.places(planet);
    }
}
