package org.geor1.miniearth.perception;

import java.util.ArrayList;
import java.util.List;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.prompt.PromptLayout;
import org.jspecify.annotations.Nullable;

/**
 * Images that perception questions are asked about.
 *
 * @param panorama seen from the street, or null; never the place of one of the tiles
 * @param tiles seen from above, all from one city and all with different cues
 * @param letters the tiles' labels
 */
public record Scene(@Nullable Place panorama, List<Place> tiles, List<Character> letters) {

    public Scene {
        tiles = List.copyOf(tiles);
        letters = List.copyOf(letters);
        if (tiles.size() != letters.size()) {
            throw new IllegalArgumentException(tiles.size() + " tiles, but " + letters.size() + " letters");
        }
        for (Place tile : tiles) {
            if (panorama != null && tile.cues().equals(panorama.cues())) {
                throw new IllegalArgumentException(
                        "a scene must not show one place, or its like, from the street and from above: " + tile.key());
            }
        }
    }

    /** The beginning of every question, with one {@code <image>} mark for each image. */
    public String prompt() {
        List<String> labels = letters.stream().map(String::valueOf).toList();
        return panorama == null ? PromptLayout.tiles(labels) : PromptLayout.panoramaAndTiles(labels);
    }

    /** The places in the order of the marks; the panorama, if any, comes first. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        if (panorama != null) {
            places.add(panorama);
        }
        places.addAll(tiles);
        return places;
    }
}
