package org.geor1.gateway.stream;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.geor1.gateway.GatewayProperties;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.RunEvent;
import org.geor1.jobs.outage.Outage;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Streams the event table to every open connection: one poller reads each watched run once, however many watch it, and
 * one heartbeat keeps idle streams open.
 */
@Component
class EventHub implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(EventHub.class);
    private static final int POLL_PAGE = 500;

    private final EventStore events;
    private final EventFormat format;
    private final GatewayProperties.Stream settings;
    private final Map<String, Channel> channels = new HashMap<>();
    private final Outage reading = new Outage(log);
    private int subscribers;
    private @Nullable ScheduledExecutorService poller;
    private @Nullable ExecutorService writers;

    EventHub(EventStore events, EventFormat format, GatewayProperties properties) {
        this.events = events;
        this.format = format;
        this.settings = properties.stream();
    }

    /** A watched run: the last event read, and its subscribers. */
    private static final class Channel {
        private final Set<Subscriber> subscribers = new LinkedHashSet<>();
        private long cursor;

        Channel(long cursor) {
            this.cursor = cursor;
        }
    }

    /** @param after the last event id the client has seen, or null to begin with what happens next */
    synchronized SseEmitter subscribe(String runId, @Nullable Long after) {
        ExecutorService pool = writers;
        if (pool == null || subscribers >= settings.maxSubscribers()) {
            throw new ApiException(
                    ErrorCode.TOO_MANY_REQUESTS, "Too many streams are open; close one or try again later.");
        }
        Channel channel = channels.computeIfAbsent(runId, id -> new Channel(events.lastId(id)));
        SseEmitter emitter = new SseEmitter(0L);
        Subscriber subscriber = new Subscriber(runId, emitter, format, pool, settings.queueCapacity());
        emitter.onCompletion(() -> remove(subscriber));
        emitter.onError(e -> remove(subscriber));
        channel.subscribers.add(subscriber);
        subscribers++;
        subscriber.replay(events, after == null ? channel.cursor : after, channel.cursor);
        return emitter;
    }

    private synchronized void remove(Subscriber subscriber) {
        Channel channel = channels.get(subscriber.runId());
        if (channel != null && channel.subscribers.remove(subscriber)) {
            subscribers--;
            if (channel.subscribers.isEmpty()) {
                channels.remove(subscriber.runId());
            }
        }
    }

    private synchronized void poll() {
        // A failed read must not end the schedule: the cursor stays, so the next tick reads the same events.
        try {
            channels.forEach(this::poll);
            reading.over("Run events can be read again");
        } catch (RuntimeException e) {
            reading.failed("Run events cannot be read; streams are paused and the next poll tries again", e);
        }
    }

    private void poll(String runId, Channel channel) {
        List<RunEvent> fresh = events.after(runId, channel.cursor, POLL_PAGE);
        for (RunEvent event : fresh) {
            channel.subscribers.forEach(subscriber -> subscriber.offer(format.event(event)));
            channel.cursor = event.id();
        }
    }

    private synchronized void heartbeat() {
        channels.values().forEach(channel -> channel.subscribers.forEach(s -> s.offer(EventFormat.heartbeat())));
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService schedule =
                Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "event-poller"));
        writers = Executors.newCachedThreadPool(task -> daemon(task, "event-writer"));
        poller = schedule;
        every(schedule, settings.poll(), this::poll);
        every(schedule, settings.heartbeat(), this::heartbeat);
    }

    private static void every(ScheduledExecutorService schedule, Duration period, Runnable task) {
        var unused = schedule.scheduleWithFixedDelay(task, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Before the web server drains (the default phase stops first), or open streams would use up its grace period. */
    @Override
    public synchronized void stop() {
        if (poller != null) {
            poller.shutdownNow();
            poller = null;
        }
        channels.values().forEach(channel -> List.copyOf(channel.subscribers).forEach(Subscriber::close));
        channels.clear();
        subscribers = 0;
        if (writers != null) {
            writers.shutdown();
            writers = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return poller != null;
    }
}
