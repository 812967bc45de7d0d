package org.geor1.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Contract: people read how good a model is, and whether and for what it is calibrated. */
class GeolocationResultTest {

    private static final String MEASURED = """
            "answers":8,"unanswered":0.04,"median_km":431.26,"geo_score":2210.4,
            "accuracy_within_km":{"25":{"accuracy":0.3,"low":0.26,"high":0.34,"n":500}}""";

    private static List<String> lines(String json) {
        return new GeolocationResult(JsonMapper.shared().readTree(json)).lines("m");
    }

    @Test
    void aCalibrationIsToldWithItsErrorAndCoverage() {
        assertThat(lines("{" + MEASURED + """
                ,"cut_short":0,"calibration":{"calibrated":true,"measured":240,"ece":0.0412,"ece_of_shares":0.31,
                "coverage":0.913}}"""))
                .containsExactly(
                        "m: within 25 km 30.0 % (95 %: 26.0 to 34.0, n = 500), median 431.3 km, GeoScore 2210, unanswered"
                                + " 4.0 %",
                        "Calibrated for n = 8: expected calibration error 0.041 (of the shares themselves 0.310), 91 % within"
                                + " the radius, on 240 pictures");
    }

    @Test
    void answersThatWereCutShortAreTold() {
        assertThat(lines("{" + MEASURED + ",\"cut_short\":3,\"calibration\":{\"calibrated\":true}}"))
                .anyMatch(line -> line.startsWith("3 answers were cut short"));
    }

    @Test
    void whyThereIsNoneIsTold() {
        assertThat(lines("{\"median_km\":null,\"calibration\":{\"calibrated\":false,\"reason\":\"ask more\"}}"))
                .contains("Not calibrated: ask more")
                .anyMatch(line -> line.contains("median - km"));
    }
}
