package org.geor1.teacher.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.geor1.factcheck.report.HtmlReport;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a report for people and for programs. */
public final class ReportFiles {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    private ReportFiles() {}

    /** A value as one line of JSON. */
    public static String line(Object value) {
        return JSON.writeValueAsString(value);
    }

    /** Writes {@code report.json} and {@code report.html}. */
    public static void write(Path folder, BuildReport report, String title) throws IOException {
        Files.writeString(folder.resolve("report.json"), line(report) + "\n");
        Map<String, Map<String, String>> tables = report.tables();
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(report.factCheck(), title, tables));
    }
}
