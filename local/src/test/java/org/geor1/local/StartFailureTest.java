package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.ErrorDetails;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.geor1.local.home.Home;
import org.junit.jupiter.api.Test;

/** Contract: only data from another version is reported as such; PostgreSQL's own messages are quoted. */
class StartFailureTest {

    private final Home home = new Home(Path.of("home"));

    @Test
    void mismatchedMigrationsMeanAnotherVersion() {
        RuntimeException failure = new IllegalStateException(new FlywayValidateException(
                new ErrorDetails(CoreErrorCode.VALIDATE_ERROR, "validation"), "checksum mismatch"));
        assertThat(StartFailure.explain(failure, home)).hasMessageContaining("another version of Geo-R1");
    }

    @Test
    void aRefusalOfTheDatabaseIsQuoted() {
        SQLException refusal = new SQLException("FATAL: sorry, too many clients already");
        RuntimeException failure =
                new IllegalStateException(new FlywayException("Unable to obtain connection", refusal));
        assertThat(StartFailure.explain(failure, home))
                .hasMessageContaining("FATAL: sorry, too many clients already")
                .hasMessageNotContaining("another version");
    }
}
