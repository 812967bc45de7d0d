package org.geor1.miniearth.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.geor1.geo.picture.Pictures;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.geor1.geo.task.ConfuserMode;
import org.geor1.geo.task.Question;
import org.geor1.geo.task.SourceTasks;
import org.geor1.geo.task.Sources;
import org.geor1.geo.task.TaskItem;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.render.MiniEarthRenderer;
import org.junit.jupiter.api.Test;

/** Contract: Mini-Earth gives what any source gives, its uses share no place, and its images are drawn from their names. */
class MiniEarthSourceTest {
    private final MiniEarth earth = MiniEarth.standard();
    private final SourceTasks tasks = MiniEarthTasks.standard();
    private final Pictures pictures = new Pictures(List.of(new MiniEarthPictures()));

    @Test
    void placesSayWhatThePlanetSays() {
        Place place = earth.place(38053);
        SourcePlace found = tasks.source()
                .places(Use.ELEVATING)
                .filter(candidate -> candidate.id().equals(place.key()))
                .findFirst()
                .orElseThrow();
        assertThat(found).isEqualTo(new SourcePlace(place.key(), place.location(), "kelby", "ardenia", "rl"));
        assertThat(earth.place(place.key())).contains(place);
    }

    @Test
    void noPlaceServesTwoUses() {
        Set<String> seen = new HashSet<>();
        for (Use use : Use.values()) {
            List<String> ids = tasks.source().places(use).map(SourcePlace::id).toList();
            assertThat(ids).isNotEmpty().allMatch(seen::add);
        }
    }

    @Test
    void anImageIsDrawnFromItsName() {
        Place place = earth.place(38053);
        SourcePlace known = MiniEarthSource.place(place);
        SourceImage tile = tasks.source().image(known, ImageRole.TILE).orElseThrow();
        assertThat(tile.ref()).isEqualTo("mini-earth:" + earth.seed() + "/kelby/38053/tile");
        assertThat(pixels(pictures.picture(tile.ref()))).isEqualTo(pixels(new MiniEarthRenderer(earth).tile(place)));
        assertThat(tasks.source().image(known, ImageRole.PHOTO)).isEmpty();

        for (ImageRole role : List.of(ImageRole.TILE, ImageRole.PANORAMA)) {
            SourceImage image = tasks.source().image(known, role).orElseThrow();
            BufferedImage seen = pictures.picture(image.ref());
            BufferedImage blank = pictures.picture(tasks.source().blank(image).ref());
            assertThat(List.of(blank.getWidth(), blank.getHeight()))
                    .isEqualTo(List.of(seen.getWidth(), seen.getHeight()));
            assertThat(pixels(blank)).containsOnly(0xFF808080);
        }
    }

    @Test
    void namesOfNoImageAreRefused() {
        for (String name : List.of(
                "",
                "mini-earth",
                ":",
                "mini-earth:",
                "mini-earth:1/norvik/38053/tile",
                "mini-earth:20251000072/kelby/999999999/tile",
                "mini-earth:20251000072/kelby/38053/photo",
                "mini-earth:99999999999999999999/kelby/38053/tile",
                "blank:0x4",
                "blank:99999x1",
                "sha256:00",
                "file:/etc/passwd")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> pictures.picture(name));
        }
    }

    @Test
    void aPairingItemHasThePanoramaFirstAndTheTilesByTheirLetters() {
        TaskItem item = tasks.pairing()
                .questions(Use.TEST, 4, ConfuserMode.SAME_CITY, 3)
                .get(0);
        assertThat(item.question()).isEqualTo(new Question.Pairing(4));
        assertThat(item.images()).extracting(SourceImage::role).startsWith(ImageRole.PANORAMA, ImageRole.TILE);
        assertThat(item.label(0)).isNull();
        assertThat(item.label(4)).isEqualTo("D");
        int right = 1 + item.answer().charAt(0) - 'A';
        assertThat(item.images().get(right))
                .isEqualTo(tasks.source().image(item.place(), ImageRole.TILE).orElseThrow());
        assertThat(item.images().get(0))
                .isEqualTo(
                        tasks.source().image(item.place(), ImageRole.PANORAMA).orElseThrow());
    }

    @Test
    void aDatasetIsFoundByItsNameAlone() {
        Sources sources = new Sources(List.of(tasks));
        assertThat(sources.require("mini-earth")).isSameAs(tasks);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sources.require("mini-mars"))
                .withMessage("There is no dataset 'mini-mars'; known are [mini-earth]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Sources(List.of(tasks, tasks)));
    }

    private static int[] pixels(BufferedImage image) {
        return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
    }
}
