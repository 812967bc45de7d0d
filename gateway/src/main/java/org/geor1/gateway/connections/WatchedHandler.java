package org.geor1.gateway.connections;

import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tells the guard what happens to each connection; everything else is left to Tomcat's handler. */
final class WatchedHandler implements Handler<NioChannel> {
    private final Handler<NioChannel> tomcat;
    private final GuardedEndpoint endpoint;

    WatchedHandler(Handler<NioChannel> tomcat, GuardedEndpoint endpoint) {
        this.tomcat = tomcat;
        this.endpoint = endpoint;
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        var connection = endpoint.connection(socket);
        connection.ifPresent(known -> known.busy(System.nanoTime()));
        SocketState state = tomcat.process(socket, event);
        connection.ifPresent(known -> {
            if (state == SocketState.OPEN) {
                known.idle(System.nanoTime());
            } else if (state == SocketState.LONG && !asynchronous(socket)) {
                known.incomplete();
            }
        });
        return state;
    }

    /** An event stream lasts as long as an unfinished head would, but it is an answer. */
    private static boolean asynchronous(SocketWrapperBase<NioChannel> socket) {
        return socket.getCurrentProcessor() instanceof Processor processor && processor.isAsync();
    }

    @Override
    public Object getGlobal() {
        return tomcat.getGlobal();
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> socket) {
        endpoint.forget(socket);
        tomcat.release(socket);
    }

    @Override
    public void pause() {
        tomcat.pause();
    }

    @Override
    public void recycle() {
        tomcat.recycle();
    }
}
