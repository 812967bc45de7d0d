package org.geor1.gateway.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.List;
import org.geor1.gateway.PageView;
import org.geor1.miniearth.City;
import org.geor1.miniearth.MiniEarth;
import org.geor1.miniearth.Place;
import org.geor1.miniearth.Split;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A few places of Mini-Earth to try a model on. */
@Tag(name = "catalog")
@RestController
class SampleController {
    private final MiniEarth earth = MiniEarth.standard();

    /** @param images the panorama, then the tile */
    record Sample(String id, SamplePlace place, List<SampleImage> images) {}

    record SamplePlace(String city, String country, double lat, double lon) {}

    record SampleImage(String role, String url) {}

    @Operation(
            summary = "Sample places of Mini-Earth",
            description = "One per city, in cities whose names models learn, at places outside every training split.")
    @GetMapping("/api/v1/datasets/mini-earth/samples")
    PageView<Sample> listSamples(@RequestParam(defaultValue = "8") @Min(1) @Max(24) int limit) {
        List<Sample> samples = new ArrayList<>();
        for (City city : earth.cities()) {
            if (samples.size() < limit && !city.heldOut()) {
                List<Place> unseen = earth.places(city, Split.DEV);
                samples.add(sample(unseen.get(unseen.size() / 2)));
            }
        }
        return PageView.whole(samples);
    }

    private Sample sample(Place place) {
        String base =
                "/api/v1/images/mini-earth/" + earth.seed() + "/" + place.city().name() + "/" + place.id() + "/";
        return new Sample(
                place.key(),
                new SamplePlace(
                        place.city().name(),
                        place.country().name(),
                        place.location().latitude(),
                        place.location().longitude()),
                List.of(new SampleImage("panorama", base + "panorama"), new SampleImage("tile", base + "tile")));
    }
}
