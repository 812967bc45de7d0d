package org.geor1.local;

import org.flywaydb.core.api.exception.FlywayValidateException;
import org.geor1.local.home.EnvironmentProblem;
import org.geor1.local.home.Home;
import org.springframework.core.NestedExceptionUtils;

/** Turns what Spring throws when it cannot start into one line and what to do about it. */
final class StartFailure {

    private StartFailure() {}

    static EnvironmentProblem explain(RuntimeException failure, Home home) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FlywayValidateException) {
                return new EnvironmentProblem(
                        "The data in " + home.databaseData() + " was written by another version of Geo-R1",
                        "Go back to that version, or choose a fresh home with --home; nothing was changed",
                        failure);
            }
        }
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("no message");
        return new EnvironmentProblem(
                "The platform did not start: " + root.getClass().getSimpleName() + ": " + message,
                "Details are in " + home.logs().resolve("platform.log"),
                failure);
    }
}
