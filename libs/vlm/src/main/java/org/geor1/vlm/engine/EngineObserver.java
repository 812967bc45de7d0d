package org.geor1.vlm.engine;

import java.time.Duration;

/** Receives token latencies. Called in the engine's thread, so it must not block. */
public interface EngineObserver {

    EngineObserver NONE = new EngineObserver() {
        @Override
        public void firstToken(Duration sinceSubmission) {}

        @Override
        public void nextTokens(Duration sinceLast, int steps) {}
    };

    /** A request has its first token. */
    void firstToken(Duration sinceSubmission);

    /** Every running sequence drew {@code steps} tokens within {@code sinceLast}. */
    void nextTokens(Duration sinceLast, int steps);
}
