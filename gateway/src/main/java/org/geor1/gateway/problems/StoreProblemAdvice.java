package org.geor1.gateway.problems;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.jobs.checkpoint.CheckpointRemovedException;
import org.geor1.jobs.common.IllegalTransitionException;
import org.geor1.jobs.dataset.DatasetConflictException;
import org.geor1.jobs.dataset.UnknownDatasetException;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.web.ErrorCode;
import org.geor1.web.FieldProblem;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Errors that the stores and the run reader report, in the words of the API. */
@RestControllerAdvice(basePackages = "org.geor1.gateway")
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreProblemAdvice {
    private final ProblemWriter writer;

    StoreProblemAdvice(ProblemWriter writer) {
        this.writer = writer;
    }

    @ExceptionHandler
    void invalid(InvalidRequestException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<FieldProblem> errors = e.errors().stream().map(FieldProblem::of).toList();
        String detail = errors.size() == 1
                ? "One field is not valid: " + errors.get(0).field() + " "
                        + errors.get(0).message() + "."
                : errors.size() + " fields are not valid; see errors.";
        writer.write(request, response, ErrorCode.INVALID_REQUEST, 400, detail, errors);
    }

    @ExceptionHandler
    void unknownModel(UnknownModelException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(
                request,
                response,
                ErrorCode.UNKNOWN_MODEL,
                e.getMessage() + "; GET /api/v1/models lists those there are.");
    }

    @ExceptionHandler
    void illegalMove(IllegalTransitionException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(request, response, ErrorCode.ILLEGAL_STATE, e.getMessage() + ".");
    }

    @ExceptionHandler
    void datasetConflict(DatasetConflictException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(request, response, ErrorCode.ILLEGAL_STATE, e.getMessage() + ".");
    }

    @ExceptionHandler
    void unknownDataset(UnknownDatasetException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(
                request,
                response,
                ErrorCode.UNKNOWN_DATASET,
                e.getMessage() + "; GET /api/v1/datasets lists those there are.");
    }

    @ExceptionHandler
    void noSuchImage(NoSuchImageException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(request, response, ErrorCode.NOT_FOUND, e.getMessage() + ".");
    }

    @ExceptionHandler
    void removed(CheckpointRemovedException e, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        writer.write(request, response, ErrorCode.CHECKPOINT_REMOVED, e.getMessage() + ".");
    }
}
