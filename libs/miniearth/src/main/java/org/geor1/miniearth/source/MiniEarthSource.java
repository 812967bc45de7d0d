package org.geor1.miniearth.source;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.geor1.geo.picture.BlankPictures;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.Source;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.geor1.miniearth.render.View;

/** Mini-Earth's places. Each use has a split of its own, and pretraining another one. */
public final class MiniEarthSource implements Source {

    private final MiniEarth earth;

    public MiniEarthSource(MiniEarth earth) {
        this.earth = earth;
    }

    @Override
    public String name() {
        return MiniEarth.NAME;
    }

    MiniEarth earth() {
        return earth;
    }

    /** By city, in the planet's order, and by id within a city. */
    @Override
    public Stream<SourcePlace> places(Use use) {
        return earth.cities().stream()
                .flatMap(city -> earth.places(city, split(use)).stream())
                .map(MiniEarthSource::place);
    }

    @Override
    public Optional<SourceImage> image(SourcePlace place, ImageRole role) {
        return view(role).flatMap(view -> earth.place(place.id()).map(found -> image(found, view)));
    }

    @Override
    public SourceImage blank(SourceImage image) {
        String name = image.role() == ImageRole.TILE
                ? BlankPictures.name(MiniEarthRenderer.TILE_SIZE, MiniEarthRenderer.TILE_SIZE)
                : BlankPictures.name(MiniEarthRenderer.PANORAMA_WIDTH, MiniEarthRenderer.PANORAMA_HEIGHT);
        return new SourceImage(name, image.role());
    }

    SourceImage image(Place place, View view) {
        return new SourceImage(MiniEarthPictures.name(earth, place, view), view.role());
    }

    static SourcePlace place(Place place) {
        return new SourcePlace(
                place.key(),
                place.location(),
                place.city().name(),
                place.country().name(),
                place.split().name().toLowerCase(Locale.ROOT));
    }

    static Split split(Use use) {
        return switch (use) {
            case SCAFFOLDING -> Split.SFT;
            case ELEVATING -> Split.RL;
            case DEVELOPMENT -> Split.DEV;
            case TEST -> Split.TEST;
        };
    }

    private static Optional<View> view(ImageRole role) {
        return Stream.of(View.values()).filter(view -> view.role() == role).findFirst();
    }
}
