package org.geor1.gateway.security;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Prints the refusal and its remedy instead of a stack trace. */
class UnsafeBindFailureAnalyzer extends AbstractFailureAnalyzer<UnsafeBindException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsafeBindException cause) {
        return new FailureAnalysis(
                String.valueOf(cause.getMessage()),
                "Configure geor1.security.api-keys, or bind to loopback with server.address=127.0.0.1.",
                cause);
    }
}
