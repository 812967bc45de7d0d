package org.geor1.gateway.openapi;

import java.util.List;
import org.geor1.gateway.OneOf;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The documented shape of an error under {@code /api} (RFC 9457), which {@code ProblemWriter} writes.
 *
 * @param type the code as a URN
 * @param instance the path that was asked for
 * @param code what a client may switch on
 * @param traceId what the server's log names the request by
 */
@JsonNaming(SnakeCaseStrategy.class)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @OneOf(ErrorCode.class) String code,
        List<FieldProblem> errors,
        String traceId) {}
