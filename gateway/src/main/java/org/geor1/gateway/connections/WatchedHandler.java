package org.geor1.gateway.connections;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/** Tells the guard what happens to each connection; everything else is left to Tomcat's handler. */
final class WatchedHandler implements Handler<NioChannel> {
    private final Handler<NioChannel> tomcat;
    private final Function<SocketWrapperBase<NioChannel>, Optional<Connection>> connections;
    private final Consumer<SocketWrapperBase<NioChannel>> released;

    /**
     * @param connections the guard's view of a socket
     * @param released called for each socket that Tomcat releases
     */
    WatchedHandler(
            Handler<NioChannel> tomcat,
            Function<SocketWrapperBase<NioChannel>, Optional<Connection>> connections,
            Consumer<SocketWrapperBase<NioChannel>> released) {
        this.tomcat = tomcat;
        this.connections = connections;
        this.released = released;
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> socket, SocketEvent event) {
        Optional<Connection> connection = connections.apply(socket);
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
        released.accept(socket);
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
