package org.geor1.protocol.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Contract: a batch of samples is read exactly, or refused with the path of every wrong field. */
class SampleBatchTest {

    private static final String HASH = "a".repeat(64);

    private static final String SAMPLE = """
            {"id":"7","images":[{"role":"panorama","sha256":"%s"}],\
            "place":{"latitude":59.9,"longitude":-10.7,"city":"Oslo","country":"NO"},\
            "turns":[{"role":"user","text":"<image>Where?"},{"role":"assistant","text":"Oslo"}],\
            "truth":"Oslo","split":"train","metadata":{"z":"1","a":"2"}}""".formatted(HASH);

    private static SampleBatch read(String json) {
        return SampleBatch.read(JsonMapper.shared().readTree(json));
    }

    private static SampleBatch batch(String sample) {
        return read("{\"position\":0,\"samples\":[" + sample + "]}");
    }

    private static List<FieldError> errors(String sample) {
        return catchThrowableOfType(InvalidRequestException.class, () -> batch(sample))
                .errors();
    }

    @Test
    void aSampleIsReadAndWrittenAsItWas() {
        assertThat(batch(SAMPLE).samples().get(0).json().toString()).isEqualTo(SAMPLE);
        String least = "{\"id\":\"x\",\"images\":[]}";
        assertThat(batch(least).samples().get(0).json().toString()).isEqualTo(least);
        assertThat(batch("{\"id\":\"x\",\"images\":[],\"place\":{},\"turns\":null,\"truth\":null,\"metadata\":{}}")
                        .samples()
                        .get(0)
                        .json()
                        .toString())
                .isEqualTo(least);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            59.9                              | 91              | samples[0].place.latitude
            59.9                              | -90.0001        | samples[0].place.latitude
            59.9                              | 1e999           | samples[0].place.latitude
            59.9                              | "NaN"           | samples[0].place.latitude
            59.9                              | null            | samples[0].place
            -10.7                             | 180.5           | samples[0].place.longitude
            "Oslo","country"                  | 5,"country"     | samples[0].place.city
            "7"                               | ""              | samples[0].id
            "7"                               | " "             | samples[0].id
            "7"                               | 7               | samples[0].id
            "7"                               | "a\\u0000b"     | samples[0].id
            "7"                               | "\\ud800"       | samples[0].id
            "panorama"                        | "video"         | samples[0].images[0].role
            "user"                            | "human"         | samples[0].turns[0].role
            "<image>Where?"                   | "Where?"        | samples[0].turns
            "<image>Where?"                   | "<image><image>"| samples[0].turns
            "split":"train"                   | "split":""      | samples[0].split
            {"z":"1","a":"2"}                 | {"z":1}         | samples[0].metadata.z
            {"z":"1","a":"2"}                 | {"z":"\\u0000"} | samples[0].metadata.z
            {"z":"1","a":"2"}                 | []              | samples[0].metadata
            "truth"                           | "answer"        | samples[0].answer
            "city"                            | "town"          | samples[0].place.town
            "sha256"                          | "path"          | samples[0].images[0].path
            """)
    void aWrongFieldIsNamed(String from, String to, String field) {
        assertThat(errors(SAMPLE.replace(from, to)))
                .extracting(FieldError::field)
                .contains(field);
    }

    @Test
    void hashesAreExact() {
        assertThat(errors(SAMPLE.replace(HASH, HASH.toUpperCase())))
                .singleElement()
                .satisfies(error -> assertThat(error.field()).isEqualTo("samples[0].images[0].sha256"));
        assertThat(errors(SAMPLE.replace(HASH, HASH + "a"))).hasSize(1);
    }

    @Test
    void aBatchIsBoundedAndSaysWhereItBelongs() {
        for (String wrong : List.of(
                "[]",
                "null",
                "{\"position\":-1,\"samples\":[" + SAMPLE + "]}",
                "{\"position\":0.5,\"samples\":[" + SAMPLE + "]}",
                "{\"samples\":[" + SAMPLE + "]}",
                "{\"position\":0,\"samples\":[]}",
                "{\"position\":0}",
                "{\"position\":0,\"samples\":[3]}",
                "{\"position\":0,\"samples\":[" + SAMPLE + "],\"more\":1}",
                "{\"position\":0,\"samples\":[" + repeated(SampleBatch.MAX_SAMPLES + 1, SAMPLE) + "]}")) {
            assertThat(catchThrowableOfType(InvalidRequestException.class, () -> read(wrong)))
                    .as(wrong.substring(0, Math.min(60, wrong.length())))
                    .isNotNull();
        }
        assertThat(read("{\"position\":5,\"samples\":[" + repeated(SampleBatch.MAX_SAMPLES, SAMPLE) + "]}")
                        .samples())
                .hasSize(SampleBatch.MAX_SAMPLES);
    }

    @Test
    void faultsAreListedUpToAHundred() {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> read("{\"position\":0,\"samples\":[" + repeated(400, "{\"odd\":1}") + "]}"));
        assertThat(refused.errors()).hasSize(100);
    }

    private static String repeated(int times, String sample) {
        return IntStream.range(0, times).mapToObj(i -> sample).collect(Collectors.joining(","));
    }
}
