package org.geor1.protocol.dataset;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.geor1.protocol.RequestReader;
import org.geor1.protocol.settings.Setting;
import tools.jackson.databind.JsonNode;

/**
 * Asks which of these pictures are stored.
 *
 * @param sha256 of files, in lower-case hex, each once
 */
public record ImageHashesRequest(
        @Setting(value = "SHA-256 of files.", byDefault = "[]") @Size(max = ImageHashesRequest.MAX)
        List<@Pattern(regexp = "[0-9a-f]{64}", message = "must be a SHA-256 of 64 lower-case hex digits") String>
                sha256) {

    /** Most hashes of a request. */
    public static final int MAX = 1000;

    /** @throws org.geor1.protocol.InvalidRequestException naming every fault at once */
    public static ImageHashesRequest read(JsonNode json) {
        return RequestReader.read(ImageHashesRequest.class, json, Map.of());
    }
}
