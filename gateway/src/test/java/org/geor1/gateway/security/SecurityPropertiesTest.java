package org.geor1.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.geor1.gateway.GatewayProperties;
import org.geor1.gateway.connections.ConnectionProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

/** Settings: defaults, rejected values, and the refusal to serve other machines without keys. */
class SecurityPropertiesTest {
    private static final String DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private final ApplicationContextRunner context = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ValidationAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @EnableConfigurationProperties({
        SecurityProperties.class,
        GatewayProperties.class,
        ConnectionProperties.class,
        ServerProperties.class
    })
    static class Settings {}

    @Test
    void defaultsAreKeylessAndSmall() {
        context.run(c -> {
            assertThat(c.getBean(SecurityProperties.class).keyless()).isTrue();
            GatewayProperties gateway = c.getBean(GatewayProperties.class);
            assertThat(gateway.inferenceTimeout()).isEqualTo(Duration.ofMinutes(2));
            assertThat(gateway.image().maxBytes().toMegabytes()).isEqualTo(10);
            assertThat(gateway.stream().heartbeat()).isEqualTo(Duration.ofSeconds(15));
            assertThat(c.getBean(SecurityProperties.class).wrongKeysPerMinute()).isEqualTo(10);
            ConnectionProperties connections = c.getBean(ConnectionProperties.class);
            assertThat(connections.headerTimeout()).isEqualTo(Duration.ofSeconds(10));
            assertThat(connections.bodyTimeout()).isEqualTo(Duration.ofMinutes(2));
            assertThat(connections.minBodyRate().toBytes()).isEqualTo(1024);
            assertThat(connections.maxPerAddress()).isEqualTo(1024);
        });
    }

    @Test
    void unknownAndInvalidSettingsFailStartUp() {
        for (String bad : List.of(
                "geor1.gateway.colour=red",
                "geor1.gateway.image.min-edge=1",
                "geor1.gateway.stream.max-subscribers=0",
                "geor1.connections.max-per-address=0",
                "geor1.connections.colour=red",
                "geor1.security.wrong-keys-per-minute=0",
                "geor1.security.api-key=x",
                "geor1.security.api-keys=plain-text-key")) {
            context.withPropertyValues(bad).run(c -> assertThat(c).as(bad).hasFailed());
        }
    }

    @Test
    void keylessServerBindsLoopbackByDefaultAndRefusesOthers() {
        context.run(c -> {
            TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
            guard(c.getBean(SecurityProperties.class), c.getBean(ServerProperties.class))
                    .customize(factory);
            assertThat(factory.getAddress().isLoopbackAddress()).isTrue();
        });
        context.withPropertyValues("server.address=0.0.0.0").run(c -> {
            BindGuard guard = guard(c.getBean(SecurityProperties.class), c.getBean(ServerProperties.class));
            UnsafeBindException refusal = Assertions.catchThrowableOfType(
                    UnsafeBindException.class, () -> guard.customize(new TomcatServletWebServerFactory()));
            assertThat(refusal).hasMessageContaining("geor1.security.api-keys");
            assertThat(new UnsafeBindFailureAnalyzer().analyze(refusal).getAction())
                    .contains("server.address=127.0.0.1");
        });
        context.withPropertyValues("server.address=0.0.0.0", "geor1.security.api-keys=" + DIGEST)
                .run(c -> guard(c.getBean(SecurityProperties.class), c.getBean(ServerProperties.class))
                        .customize(new TomcatServletWebServerFactory()));
    }

    @Test
    void digestsAreNotPrinted() {
        SecurityProperties keyed = new SecurityProperties(List.of(DIGEST), Duration.ofHours(1), 10);
        assertThat(keyed.toString()).doesNotContain(DIGEST);
    }

    @Test
    void sessionsExpireAndCannotBeForged() {
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        BrowserSessions sessions = new BrowserSessions(Clock.fixed(start, ZoneOffset.UTC), Duration.ofHours(1));
        String value = sessions.issue();
        assertThat(sessions.accepts(value)).isTrue();
        assertThat(sessions.accepts("9" + value)).isFalse();
        BrowserSessions other = new BrowserSessions(Clock.fixed(start, ZoneOffset.UTC), Duration.ofHours(1));
        assertThat(other.accepts(value)).isFalse();
        BrowserSessions late = new BrowserSessions(Clock.fixed(start, ZoneOffset.UTC), Duration.ZERO);
        assertThat(late.accepts(late.issue())).isFalse();
    }

    private static BindGuard guard(SecurityProperties security, ServerProperties server) {
        return new BindGuard(security, server);
    }
}
