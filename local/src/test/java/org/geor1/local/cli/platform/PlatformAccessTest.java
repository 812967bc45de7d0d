package org.geor1.local.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.geor1.local.cli.terminal.CommandFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Contract: an empty variable counts as unset, and an invalid address is refused with the name of the option or
 * variable.
 */
class PlatformAccessTest {

    private final PlatformAccess access = new PlatformAccess();

    @Test
    void theOptionOverridesTheEnvironmentAndTheEnvironmentTheDefault() {
        assertThat(access.address(Map.of())).hasToString("http://localhost:8080");
        assertThat(access.address(Map.of("GEOR1_URL", " "))).hasToString("http://localhost:8080");
        Map<String, String> environment = Map.of("GEOR1_URL", "https://geo.example:8443 ");
        assertThat(access.address(environment)).hasToString("https://geo.example:8443");
        access.url = URI.create("http://127.0.0.1:1");
        assertThat(access.address(environment)).hasToString("http://127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "geo.example", "http://", "http:// geo", "ftp://geo.example", "/path"})
    void anInvalidWebAddressIsRefusedInOneLine(String text) {
        assertThatThrownBy(() -> access.address(Map.of("GEOR1_URL", text)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("GEOR1_URL is '" + text + "'")
                .hasMessageContaining("http://localhost:8080");
    }

    @Test
    void anEmptyKeyCountsAsUnset() {
        assertThat(PlatformAccess.apiKey(Map.of())).isNull();
        assertThat(PlatformAccess.apiKey(Map.of("GEOR1_API_KEY", ""))).isNull();
        assertThat(PlatformAccess.apiKey(Map.of("GEOR1_API_KEY", "key\n"))).isEqualTo("key");
    }
}
