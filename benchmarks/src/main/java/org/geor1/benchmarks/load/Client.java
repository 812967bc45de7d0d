package org.geor1.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.RolloutEngine.EngineBusyException;
import org.geor1.vlm.RolloutEngine.Ticket;
import org.geor1.vlm.engine.QwenRolloutEngine;
import org.jspecify.annotations.Nullable;

/** One user, who sends one request after another and checks the results. */
final class Client implements Runnable {

    private static final int BURST = 24;
    private static final long LONGEST_PATIENCE_MS = 150;

    private final QwenRolloutEngine engine;
    private final Draws draws;
    private final SplittableRandom random;
    private final BooleanSupplier goesOn;
    private final Tally tally;
    private final Reservoir<Served> served;

    Client(
            QwenRolloutEngine engine,
            Draws draws,
            SplittableRandom random,
            BooleanSupplier goesOn,
            Tally tally,
            Reservoir<Served> served) {
        this.engine = engine;
        this.draws = draws;
        this.random = random;
        this.goesOn = goesOn;
        this.tally = tally;
        this.served = served;
    }

    @Override
    public void run() {
        while (goesOn.getAsBoolean()) {
            try {
                act();
            } catch (EngineBusyException e) {
                tally.busy.increment();
            } catch (RuntimeException e) {
                tally.error(e.toString());
            }
        }
    }

    private void act() {
        switch (random.nextInt(20)) {
            case 0, 1 -> refused(Hostile.ALL.get(random.nextInt(Hostile.ALL.size())));
            case 2 -> burst();
            case 3 -> together();
            case 4, 5, 6, 7 -> cancelled();
            case 8, 9, 10, 11, 12, 13 -> streamed();
            default -> await(submit(draws.next(random), null));
        }
    }

    private Asked submit(GenerationRequest request, @Nullable Transcript transcript) {
        long before = engine.policyVersion();
        Asked asked = new Asked(request, engine.submit(request, transcript), before, transcript);
        tally.submitted.increment();
        return asked;
    }

    private record Asked(
            GenerationRequest request,
            Ticket ticket,
            long before,
            @Nullable Transcript transcript) {}

    private void await(Asked asked) {
        List<Completion> completions = asked.ticket().await();
        Served result = new Served(asked.request(), asked.ticket().policyVersion(), completions);
        tally.require(
                asked.before() <= result.version() && result.version() <= engine.policyVersion(),
                "served by version " + result.version() + ", which never was the present one");
        if (asked.transcript() != null) {
            String flaw = asked.transcript().flaw(completions);
            tally.require(flaw.isEmpty(), flaw);
            tally.streamed.increment();
        }
        record(result);
    }

    private void record(Served result) {
        String flaw = result.flaw();
        tally.require(flaw.isEmpty(), flaw);
        tally.completed.increment();
        served.offer(result);
    }

    private void streamed() {
        GenerationRequest request = draws.next(random);
        await(submit(request, new Transcript(request.n())));
    }

    private void cancelled() {
        GenerationRequest request = draws.next(random);
        Asked asked = submit(request, random.nextBoolean() ? new Transcript(request.n()) : null);
        try {
            Thread.sleep(random.nextLong(LONGEST_PATIENCE_MS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        asked.ticket().cancel();
        try {
            await(asked);
        } catch (CancellationException e) {
            tally.cancelled.increment();
        }
    }

    /** A burst of more requests than may wait at the same time. */
    private void burst() {
        List<Asked> all = new ArrayList<>();
        try {
            for (int i = 0; i < BURST; i++) {
                all.add(submit(draws.next(random), null));
            }
        } finally {
            all.forEach(this::await);
        }
    }

    private void together() {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            requests.add(draws.next(random));
        }
        RolloutEngine.Generation generation = engine.generate(requests);
        for (int i = 0; i < requests.size(); i++) {
            tally.submitted.increment();
            record(new Served(
                    requests.get(i),
                    generation.policyVersion(),
                    generation.completions().get(i)));
        }
    }

    private void refused(Hostile hostile) {
        try {
            engine.submit(hostile.make().apply(random), null).cancel();
            tally.error(hostile.name() + " was not refused");
        } catch (RuntimeException e) {
            if (hostile.refusal().isInstance(e)) {
                tally.refused.increment();
            } else {
                tally.error(hostile.name() + ": " + e);
            }
        }
    }
}
