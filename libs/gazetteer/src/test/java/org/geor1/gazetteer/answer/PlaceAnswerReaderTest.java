package org.geor1.gazetteer.answer;

import static org.assertj.core.api.Assertions.assertThat;

import org.geor1.gazetteer.Gazetteer;
import org.geor1.gazetteer.Position;
import org.geor1.gazetteer.answer.PlaceAnswer.Format;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract: each form that models answer in is read and named, and what is doubtful is unparsed rather than guessed. */
class PlaceAnswerReaderTest {

    private final PlaceAnswerReader reader = new PlaceAnswerReader(Gazetteer::earth);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"lat\":38.7,\"lon\":-9.1,\"city\":\"Lisbon\",\"country\":\"Portugal\"}",
                "{\"latitude\":\"38.7\",\"longitude\":\"-9.1\",\"city\":\"Lisbon\",\"country\":\"Portugal\"}",
                "{\"lat\":\"38.7° N\",\"lng\":\"9.1° W\",\"city\":\" Lisbon \",\"country\":\"Portugal\",\"why\":\"a } and a \\\" too\"}",
                "<think>trams {1}</think><answer>```json\n{\"lat\": 38.7, \"lon\": -9.1, \"city\": \"Lisbon\",\n\"country\": \"Portugal\"}\n```</answer>",
                "trams</think>\nHere \"it is: {\"lat\":38.7,\"lon\":−9.1} no, {\"lat\":38.7,\"lon\":-9.1,\"city\":\"Lisbon\",\"country\":\"Portugal\"}"
            })
    void aJsonObjectIsRead(String completion) {
        assertThat(reader.read(completion))
                .isEqualTo(new PlaceAnswer(Format.JSON, new Position(38.7, -9.1), "Lisbon", null, "Portugal"));
    }

    @Test
    void anImageoAnswerIsReadFromItsTexts() {
        String json = """
                {"image_information": {"type": "street"}, "reasoning": {"clues": ["taxi"]}, "reverse_geocoding":
                 {"confidence": "0.9", "address": {"street": "Unknown", "city": "Portland", "state": "Maine",
                  "country": "United States"}, "coordinates": {"latitude": "%s", "longitude": "%s"}}}""";
        assertThat(reader.read("<answer>" + json.formatted("43.66", "-70.26") + "</answer>"))
                .isEqualTo(new PlaceAnswer(
                        Format.IMAGEO, new Position(43.66, -70.26), "Portland", "Maine", "United States"));
        assertThat(reader.read(json.formatted("N/A", "")).position()).isNull();
        assertThat(reader.read(json.formatted("N/A", "")).city()).isEqualTo("Portland");
        assertThat(reader.read(json.formatted("0", "0.0")).position()).isNull();
        assertThat(reader.read(json.formatted("-70.26", "43.66 N")).isParsed()).isFalse();
    }

    @Test
    void labelsAndCoordinatesAreRead() {
        assertThat(reader.read("<answer>country: Portugal\n**City**: Lisbon</answer>"))
                .isEqualTo(PlaceAnswer.named(Format.LABELS, "Lisbon", null, "Portugal"));
        assertThat(reader.read("country: Portugal\ncity: unknown"))
                .isEqualTo(PlaceAnswer.named(Format.LABELS, null, null, "Portugal"));
        assertThat(reader.read("It is near 38.72, -9.14 in Lisbon."))
                .isEqualTo(new PlaceAnswer(Format.COORDINATES, new Position(38.72, -9.14), null, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Lisbon | Lisbon | - | -",
                "'  lisbon, PORTUGAL. ' | lisbon | - | PORTUGAL",
                "Portland, Oregon | Portland | Oregon | -",
                "Portland, Maine, USA | Portland | Maine | USA",
                "Tbilisi, Georgia | Tbilisi | - | Georgia",
                "Atlanta, Georgia | Atlanta | Georgia | -",
                "Mexico | - | - | Mexico",
                "Singapore | Singapore | - | -"
            })
    void aNameAloneIsRead(String answer, String city, String region, String country) {
        assertThat(reader.read("<think>x</think><answer>" + answer + "</answer>"))
                .isEqualTo(PlaceAnswer.named(Format.NAME, city, region, country));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "'This looks like Lisbon, Portugal. The trams are yellow.' | Lisbon | Portugal",
                "'Signs suggest San Francisco at first. Given the tiles, this is most likely **Porto**, Portugal!' | Porto | Portugal",
                "'The photo was taken in Alfama, Lisbon, Portugal' | Lisbon | Portugal",
                "'It appears to be the old town of Valencia in Venezuela.' | Valencia | VE",
                "'The photo was probably taken in the Netherlands.' | - | Netherlands",
                "'I believe this is St. John''s, Canada.' | St. John's | Canada",
                "'The city of Lisbon, Portugal' | Lisbon | Portugal"
            })
    void aConclusionInProseIsRead(String text, String city, String country) {
        assertThat(reader.read(text)).isEqualTo(PlaceAnswer.named(Format.PROSE, city, null, country));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ",",
                "norvik",
                "Lisbon, Japan",
                "a, b, c, d, e",
                "I cannot tell.",
                "This looks like Lisbon or Porto.",
                "This is probably not Lisbon, Portugal.",
                "This looks like Lisbon, Portugal. It could also be San Francisco.",
                "This looks like those in Lisbon, Portugal.",
                "This is between Lisbon and Madrid.",
                "This looks like Lisbon in Japan.",
                "The city is unclear. In It Is A street.",
                "Trams of this kind run in Lisbon, Portugal, and tiles like these are found in many towns around the sea, where roofs are red.",
                "{\"lat\":91,\"lon\":2,\"city\":\"Paris\",\"country\":\"France\"}",
                "{\"lat\":-122.4,\"lon\":37.8}",
                "{\"lat\":NaN,\"lon\":2}",
                "{\"lat\":\"NaN\",\"lon\":\"Infinity\"}",
                "{\"lat\":1e999,\"lon\":2}",
                "{\"lat\":48.8}",
                "{\"lat\":48.8,\"lat\":12.1,\"lon\":2.3}",
                "{\"city\":\"Unknown\",\"country\":\"N/A\"}",
                "[{\"city\":\"Lisbon\",\"country\":\"Portugal\"},{\"city\":\"Paris\",\"country\":\"France\"}]",
                "-122.4194, 37.7749",
                "country: France\ncountry: Spain",
                "<think>Lisbon, Portugal",
                "<think>trams</think><answer>Lisbon, Por"
            })
    void whatIsDoubtfulIsUnparsed(String completion) {
        assertThat(reader.read(completion)).isEqualTo(PlaceAnswer.unparsed());
    }

    /** Each would take hours in quadratic time, or overflow the stack in a recursive reader. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "}", "{\"a\":", "{\"", "[", "{}", "<answer>", "<think>", "looks like A ", "A, "})
    void hostileTextsAreReadAtOnce(String piece) {
        for (int length : new int[] {PlaceAnswerReader.LONGEST - 40, 1_000_000}) {
            String text = piece.repeat(length / piece.length());
            assertThat(reader.read(text).isParsed()).isFalse();
            assertThat(reader.read("<answer>" + text + "</answer>").isParsed()).isFalse();
        }
        String nested = "{\"a\":".repeat(3_000) + "1" + "}".repeat(3_000);
        assertThat(reader.read(nested + "{\"city\":\"Lisbon\",\"country\":\"Portugal\"}")
                        .city())
                .isEqualTo("Lisbon");
    }
}
