package org.geor1.gateway.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.geor1.web.ErrorCode;

/** The errors of an operation: for each status the codes it stands for and the shape of its body. */
final class ProblemResponses {
    static final String PROBLEM = "Problem";
    static final String OPEN_AI_ERROR = "OpenAiError";

    private static final Set<ErrorCode> ANY = EnumSet.of(
            ErrorCode.INVALID_REQUEST,
            ErrorCode.NOT_ACCEPTABLE,
            ErrorCode.SERVER_BUSY,
            ErrorCode.DATABASE_UNAVAILABLE,
            ErrorCode.INTERNAL_ERROR);

    private static final Set<ErrorCode> KEYED =
            EnumSet.of(ErrorCode.UNAUTHENTICATED, ErrorCode.CROSS_SITE_REQUEST, ErrorCode.TOO_MANY_ATTEMPTS);

    private static final Set<ErrorCode> KEYLESS = EnumSet.of(ErrorCode.HOST_NOT_LOCAL, ErrorCode.CROSS_SITE_REQUEST);

    private static final Set<ErrorCode> BODY =
            EnumSet.of(ErrorCode.REQUEST_TIMEOUT, ErrorCode.BODY_TOO_LARGE, ErrorCode.UNSUPPORTED_MEDIA_TYPE);

    private final boolean keyless;

    ProblemResponses(boolean keyless) {
        this.keyless = keyless;
    }

    /** Adds the errors that an operation may answer with. */
    void add(String path, Operation operation, Set<ErrorCode> own) {
        Set<ErrorCode> codes = EnumSet.copyOf(ANY);
        codes.addAll(own);
        codes.addAll(keyless ? KEYLESS : KEYED);
        if (operation.getRequestBody() != null) {
            codes.addAll(BODY);
        }
        if (path.contains("{")) {
            codes.add(ErrorCode.NOT_FOUND);
        }
        Map<Integer, Set<ErrorCode>> statuses = codes.stream()
                .collect(Collectors.groupingBy(
                        code -> code.status().value(),
                        TreeMap::new,
                        Collectors.toCollection(() -> EnumSet.noneOf(ErrorCode.class))));
        statuses.forEach((status, reasons) -> operation
                .getResponses()
                .addApiResponse(Integer.toString(status), response(path.startsWith("/v1/"), reasons)));
    }

    private static ApiResponse response(boolean openAi, Set<ErrorCode> codes) {
        String description = codes.stream()
                .map(code -> code.title() + " (`" + code.wireName() + "`)")
                .collect(Collectors.joining("; "));
        String schema = "#/components/schemas/" + (openAi ? OPEN_AI_ERROR : PROBLEM);
        ApiResponse response = new ApiResponse()
                .description(description)
                .content(new Content()
                        .addMediaType(
                                openAi ? "application/json" : "application/problem+json",
                                new MediaType().schema(new JsonSchema().$ref(schema))));
        if (codes.stream().anyMatch(code -> code.retryAfterSeconds() > 0)) {
            response.addHeaderObject(
                    "Retry-After",
                    new Header()
                            .description("Seconds after which the request may succeed.")
                            .schema(RecordSchemas.typed("integer")));
        }
        return response;
    }
}
