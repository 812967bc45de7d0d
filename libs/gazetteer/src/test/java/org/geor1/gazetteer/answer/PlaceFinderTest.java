package org.geor1.gazetteer.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.geor1.gazetteer.answer.FoundPlace.By;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract: a place is the city that an answer names, or what lies at its position, and says which of both. */
class PlaceFinderTest {

    private final PlaceFinder finder = new PlaceFinder(Gazetteer::earth);

    @Test
    void aNamedCityIsFoundByWhatIsAroundItAndThenBySize() {
        assertPlace(find("Paris", "Texas", "USA"), "Paris", "US", By.NAME);
        assertPlace(find("Paris", null, null), "Paris", "FR", By.LARGEST_OF_NAME);
        assertPlace(find("London", null, "Canada"), "London", "CA", By.NAME);
        assertPlace(find("Lisboa", "Lisbon District", "Portugal"), "Lisbon", "PT", By.NAME);
        assertThat(finder.find(PlaceAnswer.named(Format.JSON, "Lisbon", null, "Japan")))
                .isEmpty();
        assertThat(finder.find(PlaceAnswer.named(Format.JSON, null, null, "Japan")))
                .isEmpty();
        assertThat(finder.find(PlaceAnswer.named(Format.JSON, "London", "BC", "Canada")))
                .isEmpty();
        assertThat(finder.find(PlaceAnswer.unparsed())).isEmpty();
    }

    @Test
    void aPositionKeepsItsOwnAndIsNamedByWhatIsThere() {
        Position texas = new Position(33.66, -95.55);
        FoundPlace paris = find(texas, "Paris", null);
        assertPlace(paris, "Paris", "US", By.NAME);
        assertThat(paris.position()).isEqualTo(texas);
        // Half the Earth away from what it names.
        assertPlace(find(new Position(38.73, -9.15), "Tokyo", "Japan"), "Lisbon", "PT", By.NEAREST_CITY);
        assertPlace(find(new Position(-25.0, 128.5), null, null), null, "AU", By.OUTLINE);
        assertPlace(find(new Position(-40, -120), null, null), null, null, By.POSITION);
    }

    private FoundPlace find(String city, @Nullable String region, @Nullable String country) {
        return finder.find(PlaceAnswer.named(Format.JSON, city, region, country))
                .orElseThrow();
    }

    private FoundPlace find(Position position, @Nullable String city, @Nullable String country) {
        return finder.find(new PlaceAnswer(Format.JSON, position, city, null, country))
                .orElseThrow();
    }

    private static void assertPlace(FoundPlace place, @Nullable String city, @Nullable String country, By by) {
        assertThat(place.city() == null ? null : place.city().name()).isEqualTo(city);
        assertThat(place.country() == null ? null : place.country().code()).isEqualTo(country);
        assertThat(place.by()).isEqualTo(by);
    }
}
