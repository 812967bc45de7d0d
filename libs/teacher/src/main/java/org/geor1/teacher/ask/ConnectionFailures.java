package org.geor1.teacher.ask;

import com.fasterxml.jackson.core.JacksonException;
import com.openai.errors.OpenAIException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLHandshakeException;
import org.geor1.teacher.ask.TeacherException.Kind;

/** What the client's exceptions mean here, by what caused them. */
final class ConnectionFailures {

    private ConnectionFailures() {}

    static TeacherException of(OpenAIException error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof BoundedHttpClient.TooLongException) {
                return new TeacherException(Kind.GARBAGE, String.valueOf(cause.getMessage()), null);
            }
            if (cause instanceof ConnectException
                    || cause instanceof UnknownHostException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof SSLHandshakeException) {
                return new TeacherException(Kind.UNREACHABLE, "cannot be reached", null);
            }
            if (cause instanceof InterruptedIOException) {
                return new TeacherException(Kind.TIMEOUT, "did not answer in time", null);
            }
            if (cause instanceof IOException && !(cause instanceof JacksonException)) {
                return new TeacherException(Kind.CLOSED, "closed the connection early", null);
            }
        }
        return new TeacherException(Kind.GARBAGE, "sent what is no chat completion", null);
    }
}
