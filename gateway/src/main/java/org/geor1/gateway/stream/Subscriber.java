package org.geor1.gateway.stream;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.RunEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open stream. The hub offers it events; a pool thread writes them, so a client that reads slowly delays nobody
 * else. The queue is bounded: a client that falls behind is dropped and resumes later from the last id it saw.
 */
final class Subscriber {
    private static final Logger log = LoggerFactory.getLogger(Subscriber.class);
    private static final int REPLAY_PAGE = 500;

    private final String runId;
    private final SseEmitter emitter;
    private final EventFormat format;
    private final Executor writers;
    private final int capacity;
    private final Deque<SseEmitter.SseEventBuilder> queue = new ArrayDeque<>();
    private boolean writing;
    private boolean closed;

    Subscriber(String runId, SseEmitter emitter, EventFormat format, Executor writers, int capacity) {
        this.runId = runId;
        this.emitter = emitter;
        this.format = format;
        this.writers = writers;
        this.capacity = capacity;
    }

    String runId() {
        return runId;
    }

    /**
     * Sends the stored events after {@code after} up to {@code upTo} first, while live ones wait. These are read page
     * by page as the client takes them, so they need no queue.
     */
    void replay(EventStore events, long after, long upTo) {
        synchronized (this) {
            writing = true;
        }
        writers.execute(() -> {
            try {
                emitter.send(SseEmitter.event().comment("connected").reconnectTime(2000));
                long cursor = after;
                while (cursor < upTo && !isClosed()) {
                    List<RunEvent> page = events.after(runId, cursor, REPLAY_PAGE);
                    for (RunEvent event : page) {
                        if (event.id() > upTo) {
                            break;
                        }
                        emitter.send(format.event(event));
                    }
                    cursor = page.isEmpty() ? upTo : page.get(page.size() - 1).id();
                }
                drain();
            } catch (IOException | RuntimeException e) {
                fail(e);
            }
        });
    }

    /** Queues an event or a heartbeat. @return false when the client is too far behind and has been dropped */
    synchronized boolean offer(SseEmitter.SseEventBuilder event) {
        if (closed) {
            return false;
        }
        if (queue.size() >= capacity) {
            log.info(
                    "A stream of run {} fell {} events behind and is dropped; its client resumes by id",
                    runId,
                    capacity);
            close();
            return false;
        }
        queue.add(event);
        if (!writing) {
            writing = true;
            writers.execute(this::drainQuietly);
        }
        return true;
    }

    /** Ends the stream, after a write in progress. */
    synchronized void close() {
        closed = true;
        queue.clear();
        if (!writing) {
            writing = true;
            writers.execute(this::drainQuietly);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void drainQuietly() {
        try {
            drain();
        } catch (IOException | RuntimeException e) {
            fail(e);
        }
    }

    private void drain() throws IOException {
        while (true) {
            SseEmitter.SseEventBuilder next;
            boolean end;
            synchronized (this) {
                next = queue.poll();
                end = closed;
                writing = next != null;
            }
            if (next == null) {
                // Outside the lock: completion calls back into the hub, which locks in the other order.
                if (end) {
                    emitter.complete();
                }
                return;
            }
            emitter.send(next);
        }
    }

    private void fail(Exception e) {
        log.debug("A stream of run {} ended: {}", runId, e.toString());
        synchronized (this) {
            closed = true;
            writing = false;
            queue.clear();
        }
        emitter.completeWithError(e);
    }
}
