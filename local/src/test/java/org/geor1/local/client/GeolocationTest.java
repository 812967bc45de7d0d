package org.geor1.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Contract: no line names a place without its planet, and none claims anything that was not measured. */
class GeolocationTest {

    @Test
    void aPlaceIsNamedWithItsPlanet() {
        assertThat(lines("""
                {"planet":"mini-earth","reasoning":"cues: fjord","predictions":[{"rank":1,"lat":66.4,"lon":12.05,
                 "place":{"city":"norvik","country":"norland"}}]}"""))
                .containsExactly("  cues: fjord", "1. norvik, norland (66.4000, 12.0500), on the planet mini-earth");
    }

    @Test
    void aCalibratedPlaceIsToldWithItsConfidenceAndRadius() {
        assertThat(lines("""
                {"planet":"earth","predictions":[{"rank":1,"lat":38.7,"lon":-9.1,"confidence":0.625,"radius_km":812.4,
                 "place":{"city":"Lisbon","country":"Portugal"}},{"rank":2,"lat":41,"lon":-8,"confidence":null,
                 "place":{"city":"Porto","country":"Portugal"}}]}"""))
                .containsExactly(
                        "1. Lisbon, Portugal (38.7000, -9.1000), on the planet earth; within 25 km with probability 0.63,"
                                + " within 812 km with 0.9",
                        "2. Porto, Portugal (41.0000, -8.0000), on the planet earth");
    }

    @Test
    void thePlanetIsNamedEvenWithoutACity() {
        assertThat(lines("{\"planet\":\"mini-earth\",\"answer\":\"here\",\"predictions\":[]}"))
                .containsExactly("No place of the planet mini-earth was read from the answer: here");
    }

    private static List<String> lines(String json) {
        return new Geolocation(JsonMapper.shared().readTree(json)).lines();
    }
}
