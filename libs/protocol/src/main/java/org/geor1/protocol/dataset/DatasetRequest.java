package org.geor1.protocol.dataset;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.Map;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Asks for a new dataset. */
public record DatasetRequest(
        @Setting("By which runs name it.")
        @NotNull
        @Pattern(
                regexp = DatasetRequest.NAME,
                message = "must be 1 to 100 lower-case letters, digits, dots, underscores or hyphens, the first of them"
                        + " a letter or digit")
        @Size(max = 100)
        String name,

        @Setting("What is in it, for people.")
        @Pattern(regexp = DatasetRequest.TEXT)
        @Size(max = DatasetRequest.MAX_TEXT)
        @Nullable
        String description,

        @Setting("Under which licence its pictures and texts may be used, and whom to name.")
        @Pattern(regexp = DatasetRequest.TEXT)
        @Size(max = DatasetRequest.MAX_TEXT)
        @Nullable
        String licence) {

    /** What a dataset's name looks like. */
    public static final String NAME = "[a-z0-9][a-z0-9._-]{0,99}";

    /** Characters of a description or a licence. */
    public static final int MAX_TEXT = 2000;

    /** At least one character that is no blank, and no nul. */
    private static final String TEXT = "[^\\u0000]*\\S[^\\u0000]*";

    /** @throws org.geor1.protocol.InvalidRequestException naming every fault at once */
    public static DatasetRequest read(JsonNode json) {
        return RequestReader.read(DatasetRequest.class, json, Map.of());
    }
}
