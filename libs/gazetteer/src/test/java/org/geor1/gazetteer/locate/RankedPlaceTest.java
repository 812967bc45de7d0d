package org.geor1.gazetteer.locate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geor1.geo.geodesy.GeoPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract: answers are counted by place, and those without a position count in the whole alone. */
class RankedPlaceTest {

    private static ReadPlace at(double latitude, double longitude) {
        return new ReadPlace(
                "coordinates", new ReadPlace.Found(new GeoPoint(latitude, longitude), null, null, null, "position"));
    }

    private static ReadPlace nowhere(@Nullable String format) {
        return new ReadPlace(format == null ? ReadPlace.UNPARSED : format, null);
    }

    @Test
    void sharesAreOfAllAnswersAndNumbersAreThoseOfTheAnswers() {
        List<RankedPlace> places = RankedPlace.of(
                List.of(nowhere(null), at(41.15, -8.61), at(38.72, -9.14), nowhere("name"), at(38.71, -9.14)));

        assertThat(places).hasSize(2);
        assertThat(places.get(0).share()).isEqualTo(0.4);
        assertThat(places.get(0).answers()).containsExactly(2, 4);
        assertThat(places.get(0).best()).isEqualTo(2);
        assertThat(places.get(0).place().position().latitude()).isEqualTo(38.72);
        assertThat(places.get(0).spreadKm()).isBetween(1.0, 1.2);
        assertThat(places.get(1).share()).isEqualTo(0.2);
        assertThat(places.get(1).answers()).containsExactly(1);
        assertThat(places.get(1).spreadKm()).isZero();
    }

    @Test
    void answersWithoutAPositionAreNoPlace() {
        assertThat(RankedPlace.of(List.of(nowhere(null), nowhere("name")))).isEmpty();
        assertThat(RankedPlace.of(List.of())).isEmpty();
    }
}
