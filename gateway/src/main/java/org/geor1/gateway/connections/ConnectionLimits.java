package org.geor1.gateway.connections;

import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Puts the limits of connections into the web server. */
@Component
@EnableConfigurationProperties(ConnectionProperties.class)
class ConnectionLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ConnectionProperties limits;

    ConnectionLimits(ConnectionProperties limits) {
        this.limits = limits;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.setProtocol(GuardedProtocol.class.getName());
        factory.addConnectorCustomizers(connector -> limit(connector.getProtocolHandler()));
        factory.addEngineValves(new BodyPaceValve(limits));
    }

    private void limit(ProtocolHandler handler) {
        if (!(handler instanceof GuardedProtocol protocol)) {
            throw new IllegalStateException("Another protocol than the guarded one: " + handler);
        }
        protocol.limit(limits);
        // Otherwise the deadline of a silent body is that of a silent connection.
        protocol.setDisableUploadTimeout(false);
        protocol.setConnectionUploadTimeout((int) PacedBody.GRACE.toMillis());
        // Whoever asks before sending a body hears of a refusal first.
        protocol.setContinueResponseTiming("onRead");
    }
}
