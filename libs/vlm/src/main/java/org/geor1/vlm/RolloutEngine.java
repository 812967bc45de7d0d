package org.geor1.vlm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws completions from a policy. Requests of all callers are decoded together. A weight swap waits for the requests
 * before it and goes before those after it, so no request mixes two policy versions.
 */
public interface RolloutEngine extends AutoCloseable {

    /**
     * Queues requests together. Each ends as its own completions do, whatever those beside it still have to do.
     *
     * @throws EngineBusyException if too many requests wait
     * @throws IllegalArgumentException if one of them can never be served; then none is queued
     */
    List<? extends Ticket> submit(List<GenerationRequest> requests);

    /** Waits for all: completions of each request, in order; element {@code i} has {@code requests.get(i).n()} entries. */
    default Generation generate(List<GenerationRequest> requests) {
        List<? extends Ticket> tickets = submit(requests);
        List<List<Completion>> completions = new ArrayList<>();
        tickets.forEach(ticket -> completions.add(ticket.await()));
        // Requests that were queued together have no swap between them; but one may have come before or after.
        return new Generation(
                tickets.isEmpty() ? policyVersion() : tickets.get(0).policyVersion(), completions);
    }

    /** Loads the Hugging Face checkpoint in {@code directory} and serves it as {@code policyVersion} from then on. */
    void swap(Path directory, long policyVersion);

    /** The version that {@link #generate} would use now. */
    long policyVersion();

    @Override
    void close();

    /** What one call drew, and the policy version that drew it. */
    record Generation(long policyVersion, List<List<Completion>> completions) {}

    /** A request under way. */
    interface Ticket {

        /**
         * Waits for the completions.
         *
         * @throws java.util.concurrent.CancellationException if it was cancelled, or the engine closed
         */
        List<Completion> await();

        /**
         * The policy version that drew the completions.
         *
         * @throws IllegalStateException before {@link #await} has returned them
         */
        long policyVersion();

        /** Calls {@code action} once the request has ended, in whatever way; the engine's thread does, so it must not wait. */
        void whenEnded(Runnable action);

        /** Ends the request within one decode step and frees its memory; nothing if it has ended. */
        void cancel();
    }

    /** Receives a request's text. Called in the engine's thread, so it must not block. */
    @FunctionalInterface
    interface TextListener {

        /** Completion {@code index} goes on with {@code text}: whole characters, none of a stop text. */
        void text(int index, String text);
    }

    /** Too many requests wait; a later try may succeed. */
    final class EngineBusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public EngineBusyException(String message) {
            super(message);
        }
    }
}
