package org.geor1.gateway.security;

import java.net.InetAddress;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Without API keys the gateway listens on loopback only: by default, and with a refusal to start if told otherwise. */
@Component
class BindGuard implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private final SecurityProperties security;
    private final ServerProperties server;

    BindGuard(SecurityProperties security, ServerProperties server) {
        this.security = security;
        this.server = server;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        if (!security.keyless()) {
            return;
        }
        InetAddress asked = server.getAddress();
        if (asked != null && !asked.isLoopbackAddress()) {
            throw new UnsafeBindException(asked.getHostAddress());
        }
        factory.setAddress(asked == null ? InetAddress.getLoopbackAddress() : asked);
    }

    /** After Boot's own customizer, which would set the configured address again. */
    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }
}
