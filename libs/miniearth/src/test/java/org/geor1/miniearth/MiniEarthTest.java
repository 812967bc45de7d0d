package org.geor1.miniearth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MiniEarthTest {
    private final MiniEarth earth = MiniEarth.standard();

    @Test
    void hasEnoughCitiesToHoldSomeOut() {
        assertThat(earth.countries()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(earth.cities().stream().filter(city -> !city.heldOut())).hasSizeGreaterThanOrEqualTo(18);
        assertThat(earth.cities().stream().filter(City::heldOut)).hasSizeGreaterThanOrEqualTo(6);
        assertThat(earth.cities()).extracting(City::name).doesNotHaveDuplicates();
    }

    /** Otherwise some "which country?" questions would have no answer. */
    @Test
    void signsAndClimateDetermineTheCountryAndRoofsTheCity() {
        assertThat(earth.countries().stream().map(c -> c.signs() + " " + c.climate()))
                .doesNotHaveDuplicates();
        assertThat(earth.cities().stream()
                        .map(c -> c.country().name() + " " + c.style().roofSwatch()))
                .doesNotHaveDuplicates();
    }

    @Test
    void theSeedDeterminesThePlanet() {
        MiniEarth again = MiniEarth.create(earth.seed());
        MiniEarth other = MiniEarth.create(earth.seed() + 1);

        for (int id = 0; id < earth.placeCount(); id += 997) {
            assertThat(again.place(id)).isEqualTo(earth.place(id));
        }
        assertThat(other.place(1).city().name()).isEqualTo(earth.place(1).city().name());
        assertThat(other.cities().get(0).style())
                .isNotEqualTo(earth.cities().get(0).style());
    }

    /** Pinned: shipped models were trained on exactly this planet. */
    @Test
    void theStandardPlanetNeverChanges() {
        assertThat(earth.place(0).cues().describe()).isEqualTo("north houses, east field, south sand, west field");
        assertThat(earth.place(70_000).cues().describe())
                .isEqualTo("north forest, east sand, south towers, west field");
        assertThat(earth.place(70_000).key()).isEqualTo("nullin-48-05");
    }

    @Test
    void neighboursShareTheFeatureBetweenThem() {
        for (City city : earth.cities()) {
            Place place = earth.place(city, 20, 30);

            assertThat(earth.place(city, 21, 30).cues().west())
                    .isEqualTo(place.cues().east());
            assertThat(earth.place(city, 20, 31).cues().north())
                    .isEqualTo(place.cues().south());
            for (Direction direction : Direction.values()) {
                assertThat(earth.cell(place, direction.columnStep(), direction.rowStep())
                                .feature())
                        .isEqualTo(place.cues().at(direction));
            }
            assertThat(earth.cell(place, 0, 0).feature()).isNull();
            assertThat(earth.cell(place, 1, 1).feature()).isNull();
        }
    }

    @Test
    void everyFeatureOccursInEveryCity() {
        for (City city : earth.cities()) {
            Map<Feature, Integer> counts = new EnumMap<>(Feature.class);
            for (int row = 0; row < MiniEarth.JUNCTIONS; row++) {
                for (int column = 0; column < MiniEarth.JUNCTIONS; column++) {
                    Cues cues = earth.place(city, column, row).cues();
                    counts.merge(cues.north(), 1, Integer::sum);
                    counts.merge(cues.west(), 1, Integer::sum);
                }
            }
            assertThat(counts.values()).allMatch(count -> count >= 0.06 * 2 * MiniEarth.PLACES_PER_CITY);
        }
    }

    @Test
    void lakesAreMoreFrequentOnTheSeaSide() {
        City city = earth.city("kelby").orElseThrow();
        int inland = 0;
        int seaward = 0;
        for (int row = 0; row < MiniEarth.JUNCTIONS; row++) {
            for (int column = 0; column < 16; column++) {
                inland += earth.place(city, column, row).cues().north() == Feature.LAKE ? 1 : 0;
                seaward += earth.place(city, 63 - column, row).cues().north() == Feature.LAKE ? 1 : 0;
            }
        }
        assertThat(city.seaward()).isEqualTo(Direction.EAST);
        assertThat(seaward).isGreaterThan(inland);
    }

    @Test
    void everyPlaceIsInExactlyOneSplit() {
        Set<Integer> seen = new HashSet<>();
        for (Split split : Split.values()) {
            for (Place place : earth.places(split)) {
                assertThat(seen.add(place.id())).isTrue();
                assertThat(place.split()).isEqualTo(split);
                assertThat(place.city().heldOut()).isEqualTo(split == Split.TEST);
            }
        }
        assertThat(seen).hasSize(earth.placeCount());
    }

    @Test
    void placesLieOnTheLattice() {
        Place place = earth.place(12_345);
        Place east = earth.place(place.city(), place.column() + 1, place.row());
        Place south = earth.place(place.city(), place.column(), place.row() + 1);

        assertThat(place.location().distanceMetres(east.location())).isCloseTo(150, within(1.0));
        assertThat(place.location().distanceMetres(south.location())).isCloseTo(150, within(1.0));
        assertThat(east.location().longitude()).isGreaterThan(place.location().longitude());
        assertThat(south.location().latitude()).isLessThan(place.location().latitude());
    }

    @Test
    void idsAreStableAndChecked() {
        Set<String> keys = earth.cities().stream()
                .map(city -> earth.place(city, 5, 6).key())
                .collect(Collectors.toSet());

        assertThat(keys).hasSize(earth.cities().size()).contains("norvik-05-06");
        assertThat(earth.place(4_096 + 64 * 6 + 5).key()).isEqualTo("skarn-05-06");
        assertThatIllegalArgumentException().isThrownBy(() -> earth.place(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> earth.place(earth.placeCount()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> earth.place(earth.cities().get(0), 64, 0));
    }
}
