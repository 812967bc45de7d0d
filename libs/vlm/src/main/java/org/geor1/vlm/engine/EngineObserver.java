package org.geor1.vlm.engine;

import java.time.Duration;

/** Hears how long users wait for tokens. Called by the engine's thread: it must not wait. */
public interface EngineObserver {

    EngineObserver NONE = new EngineObserver() {
        @Override
        public void firstToken(Duration sinceSubmission) {}

        @Override
        public void nextTokens(Duration sinceLast, int steps) {}
    };

    /** A request has its first token. */
    void firstToken(Duration sinceSubmission);

    /** Every running sequence has {@code steps} more tokens than {@code sinceLast} ago. */
    void nextTokens(Duration sinceLast, int steps);
}
