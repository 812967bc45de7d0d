package org.geor1.miniearth.source;

import java.util.List;
import org.geor1.geo.seed.SeedStream;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.GeolocationTask;
import org.geor1.geo.task.Question;
import org.geor1.geo.task.TaskItem;
import org.geor1.geo.task.TaskItems;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.geor1.miniearth.render.View;

/**
 * Geolocation of Mini-Earth's panoramas, whose answer is the name of the city. Nobody can name a city that it never saw, so tests
 * are on places of the development split: in no training split, but in cities that are.
 */
final class MiniEarthGeolocation implements GeolocationTask {

    private static final Question.Geolocation QUESTION =
            Question.Geolocation.of(MiniEarthRenderer.PANORAMA_WIDTH, MiniEarthRenderer.PANORAMA_HEIGHT);

    private final MiniEarthSource source;

    MiniEarthGeolocation(MiniEarthSource source) {
        this.source = source;
    }

    @Override
    public TaskItems pictures(Use use, long seed) {
        List<Place> places = source.earth().places(use == Use.TEST ? Split.DEV : MiniEarthSource.split(use));
        int[] order = SeedStream.of(seed).permutation(places.size());
        return new TaskItems() {
            @Override
            public TaskItem get(long index) {
                Place place = places.get(order[(int) (index % order.length)]);
                return new TaskItem(
                        place.key(),
                        QUESTION,
                        List.of(source.image(place, View.PANORAMA)),
                        place.city().name(),
                        0,
                        MiniEarthSource.place(place));
            }

            @Override
            public long distinct() {
                return order.length;
            }
        };
    }
}
