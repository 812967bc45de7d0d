package org.geor1.vlm.engine;

import ai.djl.ndarray.NDManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.geor1.vlm.engine.cache.FeatureCache;
import org.geor1.vlm.engine.cache.KvBudget;
import org.geor1.vlm.engine.cache.PrefixCache;
import org.geor1.vlm.engine.sampling.DecodeConstants;
import org.geor1.vlm.engine.sampling.Sequence;
import org.geor1.vlm.model.DecoderScript;
import org.geor1.vlm.model.QwenModel;

/**
 * The engine's thread. Requests join and leave between two decode calls: it admits what fits, prefills a piece, draws some
 * tokens for all sequences, and releases those that have ended.
 */
final class EngineLoop implements Runnable {

    /** Steps per call if no request streams; a new or cancelled request ends the call after the current step. */
    private static final int STEPS = 16;

    private final QwenModel model;
    private final DecodeConstants constants;
    private final Admission admission;
    private final KvBudget budget;
    private final PrefixCache prefixes;
    private final FeatureCache features;
    private final EngineOptions options;
    private final EngineCounters counters;
    private final LongSupplier policyVersion;
    private final Crew crew;
    private final List<Lane> decoding = new ArrayList<>();
    private final List<Prefill> prefilling = new ArrayList<>();
    private volatile boolean closing;

    EngineLoop(
            QwenModel model,
            DecodeConstants constants,
            Admission admission,
            KvBudget budget,
            PrefixCache prefixes,
            EngineOptions options,
            EngineCounters counters,
            Crew crew,
            LongSupplier policyVersion) {
        this.model = model;
        this.constants = constants;
        this.admission = admission;
        this.budget = budget;
        this.prefixes = prefixes;
        this.features = new FeatureCache(model, options.featureBytes());
        this.options = options;
        this.counters = counters;
        this.crew = crew;
        this.policyVersion = policyVersion;
    }

    void close() {
        closing = true;
        constants.interrupt(true);
        admission.wake();
    }

    @Override
    public void run() {
        RuntimeException end = new CancellationException("the engine was closed");
        try {
            serve();
        } catch (Error e) {
            end = new IllegalStateException("the engine ended with an error", e);
            throw e;
        } finally {
            failRunning(end);
            admission.failAll(end);
            forget();
            crew.close();
        }
    }

    private void serve() {
        while (!closing) {
            try {
                admission.awaitWork(busy(), () -> closing);
                turn();
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException e) {
                // Running requests are lost; waiting ones may still succeed.
                failRunning(e);
            }
        }
    }

    private boolean busy() {
        return !prefilling.isEmpty() || !decoding.isEmpty();
    }

    private void turn() {
        constants.interrupt(false);
        counters.cancelled(admission.dropEnded());
        retire(false);
        if (!busy()) {
            for (Admission.Action action = admission.nextAction(); action != null; action = admission.nextAction()) {
                action.run();
            }
        }
        admit();
        prefill();
        if (!decoding.isEmpty() && !closing) {
            decode();
            retire(true);
        }
    }

    private void prefill() {
        for (Iterator<Prefill> all = prefilling.iterator(); all.hasNext(); ) {
            Lane lane = all.next().lane();
            if (lane.ended()) {
                counters.cancelled(lane.requests().stream()
                        .filter(QueuedRequest::cancelledNow)
                        .count());
                lane.close();
                all.remove();
            }
        }
        crew.run(prefilling);
        features.trim();
        prefilling.stream().filter(Prefill::done).forEach(this::startDecoding);
        prefilling.removeIf(Prefill::done);
    }

    private void admit() {
        while (prefilling.size() < crew.size()) {
            int running = Stream.concat(decoding.stream(), prefilling.stream().map(Prefill::lane))
                    .mapToInt(Lane::cells)
                    .sum();
            Admission.Admitted admitted = admission.next(
                    running, decoding.size() + prefilling.size(), pending(), crew.size() - prefilling.size());
            if (admitted == null) {
                return;
            }
            Lane lane = newLane(admitted.requests());
            Prefill prefill = new Prefill(model, features, lane, admitted.start(), options.prefillTokens());
            try (NDManager scope = model.newScope()) {
                for (int row = 0; row < admitted.known().size(); row++) {
                    PrefixCache.Entry known = admitted.known().get(row);
                    new DecoderScript(model)
                            .reusePrefix(
                                    scope,
                                    lane.prefix().layers(),
                                    row,
                                    known.slab().layers(),
                                    known.row(),
                                    known.tokens());
                    counters.prefixHits(known.tokens());
                }
            }
            prefilling.add(prefill);
        }
    }

    private Lane newLane(List<QueuedRequest> requests) {
        requests.forEach(request -> request.admitted(policyVersion.getAsLong()));
        try {
            return new Lane(model, budget, requests);
        } catch (RuntimeException e) {
            // They are neither waiting nor running, so nothing else would notify their callers.
            requests.forEach(request -> request.fail(e));
            throw e;
        }
    }

    private Set<String> pending() {
        Set<String> keys = new HashSet<>();
        for (Prefill prefill : prefilling) {
            prefill.lane().requests().forEach(request -> keys.add(request.keys().whole()));
        }
        return keys;
    }

    private void startDecoding(Prefill filled) {
        Lane lane = filled.lane();
        for (int row = 0; row < lane.requests().size(); row++) {
            QueuedRequest request = lane.requests().get(row);
            prefixes.add(request.keys(), lane.prefix(), row, request.prefixTokens());
            counters.prefixTokens(request.prefixTokens());
        }
        counters.promptTokens(filled.computed());
        decoding.add(lane);
    }

    private void decode() {
        long start = System.nanoTime();
        int before = decoding.get(decoding.size() - 1).step();
        int steps = steps();
        List<DecodeCall> calls = DecodeCall.split(model, decoding, steps, crew.size(), constants);
        crew.run(calls);
        counters.generated(calls.stream().mapToLong(DecodeCall::taken).sum());
        long end = System.nanoTime();
        counters.observer()
                .nextTokens(
                        Duration.ofNanos(end - start),
                        decoding.get(decoding.size() - 1).step() - before);
        for (Lane lane : decoding) {
            lane.sequences().forEach(Sequence::tell);
            for (QueuedRequest request : lane.requests()) {
                if (request.firstTokens()) {
                    counters.observer().firstToken(Duration.ofNanos(end - request.submitted()));
                }
            }
        }
    }

    /** One if a request streams; few if a prompt waits for its next chunk. */
    private int steps() {
        int steps = decoding.stream().mapToInt(Lane::remaining).min().orElseThrow();
        boolean watched = decoding.stream()
                .flatMap(Lane::sequences)
                .anyMatch(sequence -> !sequence.ended() && sequence.owner().streams());
        return Math.min(steps, watched ? 1 : prefilling.isEmpty() ? STEPS : 4);
    }

    private void retire(boolean finished) {
        for (Iterator<Lane> lanes = decoding.iterator(); lanes.hasNext(); ) {
            Lane lane = lanes.next();
            boolean cancelled = false;
            for (QueuedRequest request : lane.requests()) {
                if (finished && request.finishIfDone()) {
                    counters.finished();
                } else if (request.cancelledNow()) {
                    counters.cancelled(1);
                    cancelled = true;
                }
            }
            if (lane.ended() || lane.remaining() == 0) {
                lane.close();
                lanes.remove();
            } else {
                lane.cutDown(cancelled, prefixes);
            }
        }
        counters.running(decoding.stream().mapToInt(Lane::cells).sum());
    }

    private void failRunning(RuntimeException problem) {
        prefilling.forEach(prefill -> decoding.add(prefill.lane()));
        prefilling.clear();
        for (Lane lane : decoding) {
            for (QueuedRequest request : lane.requests()) {
                if (!request.ended()) {
                    request.fail(problem);
                    counters.failed();
                }
            }
            lane.close();
        }
        decoding.clear();
        counters.running(0);
    }

    /** Drops everything computed with the current weights. Only while nothing runs. */
    void forget() {
        prefixes.clear();
        features.clear();
    }
}
