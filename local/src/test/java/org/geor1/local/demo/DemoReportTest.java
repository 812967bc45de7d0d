package org.geor1.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Contract: the report's fields, read by scripts, and its table, read by people. */
class DemoReportTest {

    private static final EvaluationResult RESULT =
            new EvaluationResult(0.8, 500, 40.5, 0.99, Map.of(1, new EvaluationResult.Share(0.9, 100)));

    private static final DemoReport REPORT = new DemoReport(
            7, 61.5, List.of(DemoReport.Stage.of("geo-r1", RESULT, 12.5)), new DemoReport.BlankImage(0.2, 250));

    @Test
    void writesTheDocumentedFieldsAndNoOthers() {
        assertThat(JsonMapper.shared().valueToTree(REPORT).toString())
                .matches("\\{\"seed\":7,\"seconds\":61.5,\"stages\":\\[\\{\"name\":\"geo-r1\",\"accuracy\":0.8,"
                        + "\"low\":0\\.76\\d*,\"high\":0\\.83\\d*,\"n\":500,\"mean_length\":40.5,\"format\":0.99,"
                        + "\"seconds\":12.5}],\"blank_image\":\\{\"accuracy\":0.2,\"n\":250}}");
    }

    @Test
    void theTableComparesOursWithThePapers() {
        List<String> lines =
                ResultTable.lines(new Demo.Outcome(REPORT, Map.of("geo-r1", RESULT.bySharedCues()), "m", "run_1"));
        assertThat(lines)
                .anyMatch(line -> line.matches("Geo-R1 +\\| +82\\.4 .*80\\.0 .*76\\.\\d to 83\\.\\d .*0\\.99.*"));
        assertThat(lines).anyMatch(line -> line.startsWith("Geo-R1-Zero") && line.contains("not run"));
        assertThat(lines).anyMatch(line -> line.contains("grey images: 20.0 % of 250"));
        assertThat(lines).anyMatch(line -> line.matches("  geo-r1 +90\\.0"));
    }
}
