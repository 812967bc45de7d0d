package org.geor1.gateway.catalog;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.geor1.gateway.PageView;
import org.geor1.gateway.sources.GatewaySources;
import org.geor1.geo.geodesy.GeoPoint;
import org.geor1.geo.source.ImageRole;
import org.geor1.geo.source.Source;
import org.geor1.geo.source.SourceImage;
import org.geor1.geo.source.SourcePlace;
import org.geor1.geo.source.Use;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A few places of Mini-Earth to try a model on. */
@Tag(name = "catalog")
@RestController
class SampleController {
    private final Source source;

    SampleController(GatewaySources sources) {
        this.source = sources.samples();
    }

    /** @param images the panorama, then the tile */
    record Sample(String id, SamplePlace place, List<SampleImage> images) {}

    record SamplePlace(String city, String country, double lat, double lon) {}

    record SampleImage(String role, String url) {}

    @Operation(
            summary = "Sample places of Mini-Earth",
            description = "One per city, in cities whose names models learn, at places outside every training split.")
    @GetMapping("/api/v1/datasets/mini-earth/samples")
    PageView<Sample> listSamples(@RequestParam(defaultValue = "8") @Min(1) @Max(24) int limit) {
        return PageView.whole(unseen(limit).values().stream()
                .map(places -> sample(places.get(places.size() / 2)))
                .toList());
    }

    /** Places of the first cities that have any. A city's places stand together. */
    private Map<String, List<SourcePlace>> unseen(int cities) {
        Map<String, List<SourcePlace>> byCity = new LinkedHashMap<>();
        try (Stream<SourcePlace> places = source.places(Use.DEVELOPMENT)) {
            for (Iterator<SourcePlace> each = places.iterator(); each.hasNext(); ) {
                SourcePlace place = each.next();
                if (byCity.size() == cities && !byCity.containsKey(place.city())) {
                    break;
                }
                byCity.computeIfAbsent(place.city(), city -> new ArrayList<>()).add(place);
            }
        }
        return byCity;
    }

    private Sample sample(SourcePlace place) {
        List<SampleImage> images = Stream.of(ImageRole.PANORAMA, ImageRole.TILE)
                .flatMap(role -> source.image(place, role).stream())
                .map(SampleController::image)
                .toList();
        GeoPoint position = Objects.requireNonNull(place.position(), "a planet knows where its places are");
        SamplePlace where = new SamplePlace(place.city(), place.country(), position.latitude(), position.longitude());
        return new Sample(place.id(), where, images);
    }

    private static SampleImage image(SourceImage image) {
        return new SampleImage(
                image.role().word(), "/api/v1/images/" + image.ref().replaceFirst(":", "/"));
    }
}
