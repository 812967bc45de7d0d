package org.geor1.vlm.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.engine.cache.KvBudget;
import org.geor1.vlm.engine.cache.PrefixCache;
import org.jspecify.annotations.Nullable;

/**
 * The engine's queue, first come first served: requests, and actions such as a weight swap that need an idle engine. The
 * oldest request decides; later ones of the same kind join its lane.
 */
final class Admission {

    /** Attention runs lane by lane, so many small lanes are slow. */
    static final int MAX_LANES = 16;

    private final EngineOptions options;
    private final KvBudget budget;
    private final PrefixCache cache;
    private final LinkedList<Object> queue = new LinkedList<>();
    private int requests;

    Admission(EngineOptions options, KvBudget budget, PrefixCache cache) {
        this.options = options;
        this.budget = budget;
        this.cache = cache;
    }

    /** An action that runs while no request does. */
    record Action(CompletableFuture<Void> done, Runnable work) {

        void run() {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        }
    }

    /** Requests for one lane, and how many tokens of their prefixes are cached. */
    record Admitted(List<QueuedRequest> requests, List<PrefixCache.Entry> known, int start) {}

    /** Returns false and adds nothing if too many would wait. */
    synchronized boolean add(List<QueuedRequest> added) {
        if (requests + added.size() > options.maxWaiting()) {
            return false;
        }
        queue.addAll(added);
        requests += added.size();
        notifyAll();
        return true;
    }

    synchronized void add(Action action) {
        queue.add(action);
        notifyAll();
    }

    synchronized void wake() {
        notifyAll();
    }

    /** Waits until there is something to do, unless {@code busy}. */
    synchronized void awaitWork(boolean busy, BooleanSupplier closing) throws InterruptedException {
        while (!busy && queue.isEmpty() && !closing.getAsBoolean()) {
            wait();
        }
    }

    synchronized int waiting() {
        return requests;
    }

    /** Removes the requests that were cancelled while they waited; returns how many. */
    synchronized int dropEnded() {
        int before = requests;
        queue.removeIf(item -> item instanceof QueuedRequest request && request.ended());
        requests = (int) queue.stream().filter(QueuedRequest.class::isInstance).count();
        return before - requests;
    }

    /** Fails everything that waits. */
    synchronized void failAll(RuntimeException problem) {
        for (Object item : queue) {
            if (item instanceof QueuedRequest request) {
                request.fail(problem);
            } else if (item instanceof Action action) {
                action.done().completeExceptionally(problem);
            }
        }
        queue.clear();
        requests = 0;
    }

    /** Removes and returns the action at the head of the queue. */
    synchronized @Nullable Action nextAction() {
        if (queue.peek() instanceof Action action) {
            queue.remove();
            return action;
        }
        return null;
    }

    /**
     * The next lane's requests, or null if none can be admitted now.
     *
     * @param running sequences being decoded
     * @param pending prefixes being computed: a request with one of them waits for it
     * @param parts lanes over which requests of a kind are spread
     */
    synchronized @Nullable Admitted next(int running, int lanes, Set<String> pending, int parts) {
        if (lanes >= MAX_LANES || !(queue.peek() instanceof QueuedRequest head)) {
            return null;
        }
        if (pending.contains(head.keys().whole())
                || (running > 0 && running + head.n() > options.maxSequences())
                || !makeRoom(head.kvTokens())) {
            return null;
        }
        PrefixCache.@Nullable Entry known = cache.find(head.keys());
        int start = start(head, known);
        List<QueuedRequest> members = new ArrayList<>();
        List<PrefixCache.Entry> entries = new ArrayList<>();
        Set<String> prefixes = new HashSet<>(pending);
        long tokens = 0;
        int sequences = running;
        int share = parts == 1 ? Integer.MAX_VALUE : share(head, parts);
        for (Iterator<Object> items = queue.iterator(); items.hasNext() && members.size() < share; ) {
            if (!(items.next() instanceof QueuedRequest request)) {
                // Nothing overtakes an action.
                break;
            }
            if (!alike(head, request) || prefixes.contains(request.keys().whole())) {
                continue;
            }
            PrefixCache.@Nullable Entry entry = cache.find(request.keys());
            if (start(request, entry) != start) {
                continue;
            }
            tokens += request.kvTokens();
            sequences += request.n();
            if (!members.isEmpty() && (sequences > options.maxSequences() || !budget.fits(tokens))) {
                break;
            }
            members.add(request);
            if (entry != null && start > 0) {
                entries.add(entry);
            }
            if (entry == null || start == 0) {
                prefixes.add(request.keys().whole());
            }
            items.remove();
        }
        requests -= members.size();
        return new Admitted(members, entries, start);
    }

    private int share(QueuedRequest head, int parts) {
        long waiting = queue.stream()
                .filter(item -> item instanceof QueuedRequest request && alike(head, request))
                .count();
        return (int) ((waiting + parts - 1) / parts);
    }

    private static boolean alike(QueuedRequest a, QueuedRequest b) {
        return a.n() == b.n()
                && a.sampling().maxTokens() == b.sampling().maxTokens()
                && Chunks.width(a.prefixTokens()) == Chunks.width(b.prefixTokens());
    }

    /** Where the prefill of a request begins; its padded width if nothing is left to compute. */
    private static int start(QueuedRequest request, PrefixCache.@Nullable Entry known) {
        if (known == null) {
            return 0;
        }
        return known.tokens() == request.prefixTokens() ? Chunks.width(request.prefixTokens()) : known.tokens();
    }

    private boolean makeRoom(long tokens) {
        while (!budget.fits(tokens)) {
            if (!cache.dropEldest(true)) {
                return false;
            }
        }
        return true;
    }
}
