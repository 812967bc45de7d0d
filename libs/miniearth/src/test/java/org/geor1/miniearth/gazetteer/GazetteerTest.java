package org.geor1.miniearth.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.miniearth.City;
import org.geor1.miniearth.MiniEarth;
import org.junit.jupiter.api.Test;

class GazetteerTest {
    private final MiniEarth earth = MiniEarth.standard();
    private final Gazetteer gazetteer = new Gazetteer(earth);

    @Test
    void findsCitiesIgnoringCase() {
        assertThat(gazetteer.find(" Norvik ")).hasValueSatisfying(entry -> {
            assertThat(entry.city()).isEqualTo("norvik");
            assertThat(entry.country()).isEqualTo("norland");
        });
        assertThat(gazetteer.find("atlantis")).isEmpty();
    }

    @Test
    void everyPlaceIsNearestToItsOwnCity() {
        for (City city : earth.cities()) {
            assertThat(gazetteer.nearest(earth.place(city, 0, 63).location()).city())
                    .isEqualTo(city.name());
        }
    }
}
