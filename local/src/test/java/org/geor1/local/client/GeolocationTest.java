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
    void thePlanetIsNamedEvenWithoutACity() {
        assertThat(lines("{\"planet\":\"mini-earth\",\"predictions\":[],\"answer\":\"Oslo\"}"))
                .containsExactly("The answer 'Oslo' names no known city of the planet mini-earth.");
    }

    @Test
    void aTextWithoutAnAnswerIsNotTakenForOne() {
        assertThat(lines("{\"planet\":\"earth\",\"predictions\":[],\"reasoning\":\"a fjord\",\"answer\":null}"))
                .containsExactly(
                        "  a fjord", "No answer could be read: the model wrote none between <answer> and </answer>.");
    }

    private static List<String> lines(String json) {
        return new Geolocation(JsonMapper.shared().readTree(json)).lines();
    }
}
