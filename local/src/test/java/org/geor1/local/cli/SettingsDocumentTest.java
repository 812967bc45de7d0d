package org.geor1.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.geor1.local.home.Installation;
import org.junit.jupiter.api.Test;

/** Contract: docs/settings.md lists every setting of a run as the code has it. */
class SettingsDocumentTest {

    private static final String REGENERATE =
            "./mvnw -pl local -am test -Dtest=SettingsDocumentTest -Dsurefire.failIfNoSpecifiedTests=false -Dsettings.write";

    @Test
    void theReferenceMatchesTheCode() throws IOException {
        Path document = Installation.root().resolve("docs/settings.md");
        if (System.getProperty("settings.write") != null) {
            Files.writeString(document, text());
        }
        assertThat(Files.readString(document))
                .as("docs/settings.md is stale. Write it anew: %s", REGENERATE)
                .isEqualTo(text());
    }

    private static String text() {
        StringBuilder text = new StringBuilder("""
                # Settings of a run

                What `POST /api/v1/runs` takes. `GET /api/v1/schemas/run` serves the same as a JSON Schema, and
                `./geor1 train --help` lists what `--set name=value` takes. A setting that is absent or null has its default.

                This file is generated from the annotations on `RunSpec`. To write it anew:

                ```
                %s
                ```
                """.formatted(REGENERATE));
        section(text, "The run", "A run of one type; the other types' settings are left out.", "", "method", "reward");
        section(text, "`method.sft`", SettingsTable.description("method/sft"), "method/sft");
        section(text, "`method.grpo`", SettingsTable.description("method/grpo"), "method/grpo");
        section(text, "`method.eval`", SettingsTable.description("method/eval"), "method/eval");
        section(text, "`reward`", SettingsTable.description("reward"), "reward");
        section(text, "`reward.components[]`", "One of the rewards.", "reward/components/items");
        return text.toString();
    }

    /** @param nested objects that have their own sections */
    private static void section(StringBuilder text, String title, String description, String place, String... nested) {
        text.append("\n## ").append(title).append("\n\n").append(description).append("\n\n");
        text.append("| Setting | Default | Values | What it does |\n|---|---|---|---|\n");
        for (SettingsTable.Row row : SettingsTable.of(place)) {
            boolean elsewhere = false;
            for (String object : nested) {
                elsewhere |= row.name().startsWith(object + ".");
            }
            if (!elsewhere || row.name().equals("method.type")) {
                text.append("| `%s` | %s | %s | %s |%n"
                        .formatted(row.name(), code(row.byDefault()), row.values(), row.description()));
            }
        }
    }

    private static String code(String value) {
        return value.equals("none") ? "" : value.equals("required") ? value : "`" + value + "`";
    }
}
