package org.geor1.gateway.sources;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.gazetteer.locate.ReadPlace;
import org.junit.jupiter.api.Test;

/** Contract: each planet has its own places and forms of answers, and an answer of the other is none. */
class PlacesTest {

    private static final ReadPlace UNPARSED = new ReadPlace("unparsed", null);

    private final GatewaySources sources = new GatewaySources();

    @Test
    void theEarthIsReadInWhateverFormItIsGiven() {
        ReadPlace read = sources.places("earth").read("{\"lat\": 38.71, \"lon\": -9.14}");
        assertThat(read.format()).isEqualTo("json");
        assertThat(read.found()).satisfies(found -> {
            assertThat(found.position().latitude()).isEqualTo(38.71);
            assertThat(found.city()).isEqualTo("Lisbon");
            assertThat(found.countryCode()).isEqualTo("PT");
            assertThat(found.namedBy()).isEqualTo("nearest_city");
        });
        assertThat(sources.places("earth").read("<answer>norvik</answer>")).isEqualTo(UNPARSED);
        assertThat(sources.places("earth").read("<answer>Portugal</answer>")).isEqualTo(new ReadPlace("name", null));
    }

    @Test
    void miniEarthIsReadByNameAlone() {
        ReadPlace read = sources.places("mini-earth").read("<think>fjord</think><answer>norvik</answer>");
        assertThat(read.format()).isEqualTo("name");
        assertThat(read.found()).satisfies(found -> {
            assertThat(found.country()).isEqualTo("norland");
            assertThat(found.countryCode()).isNull();
        });
        assertThat(sources.places("mini-earth").read("<answer>Lisbon</answer>")).isEqualTo(UNPARSED);
        assertThat(sources.places("mini-earth").read("norvik")).isEqualTo(UNPARSED);
    }
}
