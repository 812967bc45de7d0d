package org.geor1.gateway.connections;

import java.net.SocketTimeoutException;

/** A body comes too slowly. Tomcat answers 408 to this kind of exception and closes the connection. */
final class SlowBodyException extends SocketTimeoutException {
    private static final long serialVersionUID = 1L;

    SlowBodyException(String message) {
        super(message);
    }
}
