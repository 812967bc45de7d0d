package org.geor1.gateway.connections;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** The web server with its limits, and only a servlet that answers, reads or waits. */
final class GuardedTomcat implements AutoCloseable {
    /** Pending requests to {@code /wait}. */
    final LinkedBlockingQueue<AsyncContext> waiting = new LinkedBlockingQueue<>();

    final int port;
    private final Tomcat tomcat = new Tomcat();

    GuardedTomcat(ConnectionProperties limits) throws IOException, LifecycleException {
        TomcatServletWebServerFactory factory = new TomcatServletWebServerFactory();
        new ConnectionLimits(limits).customize(factory);
        File base = Files.createTempDirectory("guarded-tomcat").toFile();
        tomcat.setBaseDir(base.getPath());
        tomcat.setPort(0);
        var connector = new org.apache.catalina.connector.Connector(factory.getProtocol());
        connector.setPort(0);
        factory.getConnectorCustomizers().forEach(customizer -> customizer.customize(connector));
        tomcat.setConnector(connector);
        factory.getEngineValves().forEach(tomcat.getEngine().getPipeline()::addValve);
        Context context = tomcat.addContext("", base.getPath());
        Tomcat.addServlet(context, "any", new Any()).setAsyncSupported(true);
        context.addServletMappingDecoded("/*", "any");
        tomcat.start();
        port = connector.getLocalPort();
    }

    private final class Any extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            switch (request.getRequestURI()) {
                case "/wait" -> {
                    AsyncContext async = request.startAsync();
                    async.setTimeout(0);
                    waiting.add(async);
                }
                case "/read" ->
                    response.getWriter()
                            .write("read " + request.getInputStream().readAllBytes().length);
                default -> response.getWriter().write("ok");
            }
        }
    }

    @Override
    public void close() throws LifecycleException {
        tomcat.stop();
        tomcat.destroy();
    }
}
