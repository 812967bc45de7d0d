package org.geor1.factcheck.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.geor1.gazetteer.Country;
import org.geor1.gazetteer.Gazetteer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: what is asserted is a claim, of the photo or of the country that its clause names; nothing else is. */
class ClaimReaderTest {

    private static final ClaimReader READER = new ClaimReader(Gazetteer.earth());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cars do not drive on the left here.",
                "This isn't a tropical climate.",
                "Unlike Spain, it would have signs in Spanish.",
                "It could be Spain or Portugal.",
                "The signs might be in Portuguese.",
                "Does traffic drive on the left?",
                "If cars drove on the left, the signs would be in English.",
                "A car is parked on the left side of the road.",
                "The church is on the right.",
                "Keep the left side of the picture in mind.",
                "There is a Chinese restaurant with Chinese characters above its door.",
                "This is either Rome or Milan.",
                "The location cannot be Lisbon.",
                "It is not landlocked.",
                "The houses look like those of Portugal rather than those of Spain."
            })
    void whatIsNotAssertedIsNoClaim(String text) {
        assertThat(READER.read(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Thailand drives on the left. | DRIVING_SIDE | left | TH",
                "In Japan, people drive on the left. | DRIVING_SIDE | left | JP",
                "Cyprus is warm, but there people drive on the left. | DRIVING_SIDE | left | CY",
                "Cars drive on the left in Kenya. | DRIVING_SIDE | left | KE",
                "Right-hand-drive cars wait. | DRIVING_SIDE | left |",
                "The steering wheel is on the left. | DRIVING_SIDE | right |",
                "We are south of the equator. | HEMISPHERE | southern |",
                "Bosnia and Herzegovina has a coastline. | COAST | coast | BA",
                "Laos has no access to the sea. | COAST | landlocked | LA",
                "Signs are in Farsi. | LANGUAGE | Persian |",
                "Swahili is an official language of Kenya. | LANGUAGE | Swahili | KE",
                "Prices are in Swiss francs. | CURRENCY | Swiss francs |",
                "The letters above the door are Armenian script. | SCRIPT | Armenian |",
                "South Africa lies in southern Africa. | CONTINENT | Southern Africa | ZA",
                "It is a typical European city. | CONTINENT | Europe |"
            })
    void aClaimIsOfThePhotoOrOfTheCountryThatIsNamed(String text, ClaimKind kind, String value, String country) {
        assertThat(READER.read(text)).singleElement().satisfies(claim -> {
            assertThat(claim.kind()).isEqualTo(kind);
            assertThat(claim.value()).isEqualTo(value);
            assertThat(claim.subjects().stream().map(Country::code).toList())
                    .isEqualTo(country == null ? List.of() : List.of(country));
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "First I thought this is Rome, Italy. So it must be Lyon, France. | Lyon | France",
                "I am sure that this is Atlanta, Georgia, USA. | Atlanta, Georgia | USA",
                "This is Paris, Texas. | Paris, Texas |",
                "This is Tbilisi, Georgia. | Tbilisi | Georgia",
                "Final answer: København in Denmark. | København | Denmark",
                "The photo shows 東京. | 東京 |",
                "Towers and a river. Santiago, Chile | Santiago | Chile",
                "We must be in Zimbabwe. | | Zimbabwe",
                "The answer is Port of Spain, the capital of Trinidad and Tobago. | Port of Spain | Trinidad and Tobago"
            })
    void theLastConclusionIsThePlace(String text, String place, String country) {
        List<Claim> claims = READER.read(text);
        assertThat(values(claims, ClaimKind.PLACE)).isEqualTo(place == null ? List.of() : List.of(place));
        assertThat(values(claims, ClaimKind.COUNTRY)).isEqualTo(country == null ? List.of() : List.of(country));
    }

    @Test
    void readingTakesTimeInProportionToTheText() {
        String hostile = "in the ".repeat(4_000) + "South Africa and ".repeat(2_000) + "((((,,,,".repeat(2_000);
        assertThat(READER.read(hostile)).isNotNull();
    }

    private static List<String> values(List<Claim> claims, ClaimKind kind) {
        return claims.stream()
                .filter(claim -> claim.kind() == kind)
                .map(Claim::value)
                .toList();
    }
}
