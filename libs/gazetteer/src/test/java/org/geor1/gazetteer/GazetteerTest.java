package org.geor1.gazetteer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract: names find the place that people mean, and positions find the place they lie in. */
class GazetteerTest {

    private static final Gazetteer EARTH = Gazetteer.earth();

    @ParameterizedTest
    @CsvSource({
        "Paris, FR, 11",
        "PARIS, FR, 11",
        "München, DE, 02",
        "munich, DE, 02",
        "Köln, DE, 07",
        "Cologne, DE, 07",
        "Sao Paulo, BR, 27",
        "Москва, RU, 48",
        "東京, JP, 40",
        "القاهرة, EG, 11",
        "Łódź, PL, 74",
        "Lodz, PL, 74",
        "St. John's, CA, 05"
    })
    void aNameIsTheLargestCityThatHasIt(String name, String country, String region) {
        City city = EARTH.city(name, null, null).orElseThrow();
        assertThat(city.country()).isEqualTo(country);
        assertThat(city.region()).isEqualTo(region);
    }

    @Test
    void countryAndRegionTellHomonymsApart() {
        assertThat(EARTH.cities("Córdoba")).extracting(City::country).startsWith("AR", "ES", "MX");
        assertThat(EARTH.city("Cordoba", "Spain", null))
                .hasValueSatisfying(city -> assertThat(city.position().distanceMetres(new Position(37.888, -4.779)))
                        .isLessThan(5_000));
        assertThat(EARTH.city("Paris", "US", "Texas")).map(City::region).hasValue("TX");
        assertThat(EARTH.city("London", "Canada", "Ontario")).map(City::region).hasValue("08");
        assertThat(EARTH.city("London", "Canada", "BC")).isEmpty();
        assertThat(EARTH.isRegion("new south wales")).isTrue();
        assertThat(EARTH.isRegion("Atlantis")).isFalse();
        assertThat(EARTH.city("Paris", "Atlantis", null)).isEmpty();
        assertThat(EARTH.city("Nowhere at all", null, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "Germany, DE", "Deutschland, DE", "deu, DE", "de, DE", "Côte d'Ivoire, CI", "Cote d’Ivoire, CI", "USA, US",
        "the States, US", "Türkiye, TR", "Holland, NL", "Georgia, GE", "日本, JP", "Kosovo, XK", "UK, GB"
    })
    void aCountryHasManyNames(String name, String code) {
        assertThat(EARTH.country(name)).map(Country::code).hasValue(code);
    }

    @ParameterizedTest
    @CsvSource({"French, FR", "dutch, NL", "Filipino, PH", "British, GB", "American, US"})
    void aDemonymNamesItsCountry(String word, String code) {
        assertThat(EARTH.countryOfDemonym(word)).map(Country::code).hasValue(code);
    }

    @ParameterizedTest
    @CsvSource({
        "48.8566, 2.3522, FR", "-1.2921, 36.8219, KE", "35.6895, 139.6917, JP", "-33.9249, 18.4241, ZA",
        "-29.31, 27.48, LS", "42.5063, 1.5218, AD", "64.1466, -21.9426, IS", "-18.1248, 178.4501, FJ",
        "66.5, -171.0, RU", "1.3521, 103.8198, SG", "42.66, 21.16, XK", "-90, 0, AQ"
    })
    void aPositionLiesInItsCountry(double latitude, double longitude, String code) {
        assertThat(EARTH.country(new Position(latitude, longitude), 30_000))
                .map(Country::code)
                .hasValue(code);
    }

    @Test
    void mostCitiesLieInTheCountryThatTheirRowNames() {
        List<City> sample = EARTH.cities().stream()
                .filter(city -> city.population() > 200_000)
                .toList();
        long right = sample.stream()
                .filter(city -> EARTH.country(city.position(), 50_000)
                        .filter(country ->
                                country.sameState(EARTH.country(city.country()).orElseThrow()))
                        .isPresent())
                .count();
        // Two sources drawn apart: a wrong sign, axis or table would lose far more than the odd city on a border.
        assertThat((double) right / sample.size()).isGreaterThan(0.985);
    }

    @Test
    void theOpenSeaHasNoCountryAndANearCoastHasOne() {
        Position offBrittany = new Position(48.0, -5.6);
        assertThat(EARTH.country(offBrittany, 1_000)).isEmpty();
        assertThat(EARTH.country(offBrittany, 100_000)).map(Country::code).hasValue("FR");
        assertThat(EARTH.country(new Position(-40, -120), 1_000_000)).isEmpty();
    }

    @Test
    void aPositionNearABorderIsWithinBothCountries() {
        Country germany = EARTH.country("Germany").orElseThrow();
        Position strasbourg = new Position(48.5734, 7.7521);
        assertThat(EARTH.isWithin(strasbourg, germany, 0)).isFalse();
        assertThat(EARTH.isWithin(strasbourg, germany, 20_000)).isTrue();
        assertThat(EARTH.isWithin(new Position(48.8566, 2.3522), germany, 50_000))
                .isFalse();
        // French Guiana is part of France here, whichever of both is asked for.
        Country guiana = EARTH.country("GF").orElseThrow();
        assertThat(EARTH.isWithin(new Position(4.93, -52.33), guiana, 0)).isTrue();
    }

    @Test
    void theNearestCityIsTheOneThatMeasuringAllOfThemFinds() {
        List<City> cities = EARTH.cities();
        Random random = new Random(7);
        for (int i = 0; i < 20; i++) {
            // The poles and the date line too: latitudes and longitudes are drawn evenly, and some lie on the edge.
            double latitude = i == 0 ? 90 : i == 1 ? -90 : random.nextDouble() * 180 - 90;
            double longitude = i % 10 == 2 ? 180 : random.nextDouble() * 360 - 180;
            Position position = new Position(latitude, longitude);
            City nearest = cities.stream()
                    .min(Comparator.comparingDouble(city -> city.position().distanceMetres(position)))
                    .orElseThrow();
            assertThat(EARTH.nearestCity(position)).isEqualTo(nearest);
        }
    }

    @Test
    void coastsAreMeasuredAndInlandBordersAreNone() {
        assertThat(EARTH.coastMetres(new Position(-22.97, -43.18), 100_000)).isLessThan(10_000);
        assertThat(EARTH.coastMetres(new Position(40.4168, -3.7038), 1_000_000)).isBetween(250_000.0, 350_000.0);
        // Basel lies on two borders.
        assertThat(EARTH.coastMetres(new Position(47.5596, 7.5886), 200_000)).isInfinite();
        assertThat(EARTH.coastMetres(new Position(-17.0, 180), 300_000)).isLessThan(100_000);
    }

    @Test
    void factsOfCountries() {
        Country japan = EARTH.country("Japan").orElseThrow();
        assertThat(japan.drivingSide()).isEqualTo(DrivingSide.LEFT);
        assertThat(japan.scripts()).containsExactlyInAnyOrder("Han", "Kana");
        assertThat(EARTH.country("Pakistan").orElseThrow().scripts())
                .contains("Arabic")
                .doesNotContain("Devanagari");
        assertThat(EARTH.country("India").orElseThrow().scripts()).contains("Devanagari", "Gurmukhi", "Tamil");
        assertThat(japan.landlocked()).isFalse();
        assertThat(japan.continents()).containsExactly(Continent.ASIA);
        assertThat(japan.currencyCode()).isEqualTo("JPY");
        assertThat(japan.callingCode()).isEqualTo("81");
        assertThat(japan.topLevelDomain()).isEqualTo(".jp");
        Country bolivia = EARTH.country("BO").orElseThrow();
        assertThat(bolivia.landlocked()).isTrue();
        assertThat(bolivia.languages()).extracting(Language::name).contains("Spanish", "Quechua");
        assertThat(bolivia.neighbours()).containsExactlyInAnyOrder("PE", "CL", "PY", "BR", "AR");
        assertThat(EARTH.country("Turkey").orElseThrow().continents())
                .containsExactlyInAnyOrder(Continent.ASIA, Continent.EUROPE);
        assertThat(EARTH.country("Norway").orElseThrow().climates())
                .contains("E")
                .doesNotContain("A");
        assertThat(EARTH.country("Puerto Rico")
                        .orElseThrow()
                        .sameState(EARTH.country("USA").orElseThrow()))
                .isTrue();
        assertThat(EARTH.countries()).hasSize(250);
        assertThat(EARTH.countries())
                .allSatisfy(country -> assertThat(EARTH.country(country.name())).hasValue(country));
    }

    @Test
    void drivingSidesAreThoseOfTheList() {
        // With territories; data/build.py --verify held each to a second source.
        assertThat(EARTH.countries().stream()
                        .filter(country -> country.drivingSide() == DrivingSide.LEFT)
                        .count())
                .isEqualTo(77);
        assertThat(List.of("GB", "IE", "MT", "CY", "IN", "TH", "ID", "KE", "ZA", "AU", "NZ", "GY", "SR", "TL", "MO"))
                .allSatisfy(code -> assertThat(EARTH.country(code).orElseThrow().drivingSide())
                        .isEqualTo(DrivingSide.LEFT));
        assertThat(List.of("GI", "MM", "RW", "CN", "PH", "NG", "AR", "SE", "IS", "AO"))
                .allSatisfy(code -> assertThat(EARTH.country(code).orElseThrow().drivingSide())
                        .isEqualTo(DrivingSide.RIGHT));
    }

    @Test
    void landlockedCountriesHaveNoCoastOnTheMap() {
        for (Country country : EARTH.countries()) {
            City capital = EARTH.city(country.capital(), country.code(), null).orElse(null);
            // Lakes are land on this map, but the Caspian is not.
            if (country.landlocked()
                    && capital != null
                    && !List.of("KZ", "TM", "AZ").contains(country.code())) {
                assertThat(EARTH.coastMetres(capital.position(), 1_000_000))
                        .as(country.name())
                        .isGreaterThan(15_000);
            }
        }
    }

    @Test
    void whatIsNoPositionIsRefused() {
        assertThatThrownBy(() -> new Position(91, 0)).hasMessageContaining("latitude");
        assertThatThrownBy(() -> new Position(0, Double.NaN)).hasMessageContaining("longitude");
        assertThatThrownBy(() -> EARTH.country(new Position(0, 0), Double.NaN)).hasMessageContaining("metres");
        assertThat(EARTH.coastMetres(new Position(0, 0), 0)).isEqualTo(Double.POSITIVE_INFINITY, offset(0.0));
    }
}
