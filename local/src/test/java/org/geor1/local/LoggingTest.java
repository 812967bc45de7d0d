package org.geor1.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.spi.SLF4JServiceProvider;

/** Contract: no dependency brings a second logging library, which would warn at every start or take the log over. */
class LoggingTest {

    @Test
    void oneLoggingLibraryIsOnTheClassPath() {
        assertThat(ServiceLoader.load(SLF4JServiceProvider.class).stream().map(ServiceLoader.Provider::type))
                .singleElement()
                .extracting(Class::getName)
                .isEqualTo("ch.qos.logback.classic.spi.LogbackServiceProvider");
    }
}
