package org.geor1.gateway.connections;

import org.apache.coyote.ProtocolHandler;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Applies the connection limits to the web server. */
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
            throw new IllegalStateException("Not the guarded protocol: " + handler);
        }
        protocol.limit(limits);
        // Otherwise a silent body would have the time-out of an idle connection.
        protocol.setDisableUploadTimeout(false);
        protocol.setConnectionUploadTimeout((int) PacedBody.GRACE.toMillis());
        // A client that sends Expect: 100-continue learns of a refusal before it sends the body.
        protocol.setContinueResponseTiming("onRead");
    }
}
