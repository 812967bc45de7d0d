package org.geor1.trainer.web;

import java.nio.file.Path;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.rl.session.TrainingSessions;
import org.geor1.trainer.training.UnusableModelException;
import org.geor1.web.ErrorCode;
import org.geor1.web.InternalApi;
import org.geor1.web.ProblemBodies;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Tells the gateway whether a run could start from a model, before it accepts one. */
@InternalApi
public class ModelController {

    private final ModelCatalog models;
    private final TrainingSessions sessions;

    ModelController(ModelCatalog models, TrainingSessions sessions) {
        this.models = models;
        this.sessions = sessions;
    }

    @GetMapping("/internal/v1/models/{name}/usable")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void usable(@PathVariable String name) {
        Path directory = models.find(name)
                .orElseThrow(() -> new UnknownModelException(name))
                .directory();
        // The weights of a checkpoint were written here, and are checked as they are opened.
        if (directory != null) {
            UnusableModelException.require(sessions, name, directory);
        }
    }

    @ExceptionHandler
    ProblemDetail unusable(UnusableModelException problem) {
        return ProblemBodies.of(ErrorCode.UNUSABLE_MODEL, String.valueOf(problem.getMessage()));
    }

    @ExceptionHandler
    ProblemDetail unknown(UnknownModelException problem) {
        return ProblemBodies.of(ErrorCode.UNKNOWN_MODEL, "There is no such model.");
    }
}
