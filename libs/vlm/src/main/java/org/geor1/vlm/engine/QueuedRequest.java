package org.geor1.vlm.engine;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.geor1.vlm.Completion;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.engine.cache.PromptKeys;
import org.geor1.vlm.engine.sampling.Sequence;
import org.geor1.vlm.engine.sampling.SequenceOwner;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.jspecify.annotations.Nullable;

/** A request from its submission to its end. */
final class QueuedRequest implements RolloutEngine.Ticket, SequenceOwner {

    private final PrefixPrompt prompt;
    private final PromptKeys keys;
    private final int n;
    private final SamplingParams sampling;
    private final int[] choiceIds;
    private final RolloutEngine.@Nullable TextListener listener;
    private final VlmTokenizer tokenizer;
    private final Runnable interrupt;
    private final List<Sequence> sequences;
    private final CompletableFuture<List<Completion>> result = new CompletableFuture<>();
    private final long submitted = System.nanoTime();
    private long policyVersion;
    private boolean begun;
    private boolean seenCancelled;

    QueuedRequest(
            PrefixPrompt prompt,
            PromptKeys keys,
            int n,
            SamplingParams sampling,
            int[] choiceIds,
            RolloutEngine.@Nullable TextListener listener,
            VlmTokenizer tokenizer,
            Runnable interrupt) {
        this.prompt = prompt;
        this.keys = keys;
        this.n = n;
        this.sampling = sampling;
        this.choiceIds = choiceIds;
        this.listener = listener;
        this.tokenizer = tokenizer;
        this.interrupt = interrupt;
        this.sequences = IntStream.range(0, n)
                .mapToObj(index -> new Sequence(this, index, tokenizer))
                .toList();
    }

    @Override
    public PrefixPrompt prompt() {
        return prompt;
    }

    PromptKeys keys() {
        return keys;
    }

    int n() {
        return n;
    }

    @Override
    public SamplingParams sampling() {
        return sampling;
    }

    @Override
    public int[] choiceIds() {
        return choiceIds;
    }

    List<Sequence> sequences() {
        return sequences;
    }

    long submitted() {
        return submitted;
    }

    @Override
    public boolean streams() {
        return listener != null;
    }

    /** Tokens of the prefix: all of the prompt but the last. */
    int prefixTokens() {
        return prompt.ids().length - 1;
    }

    /** Tokens of keys and values that it needs. */
    long kvTokens() {
        return Chunks.width(prefixTokens()) + (long) n * sampling.maxTokens();
    }

    /** True once, at its first tokens. */
    boolean firstTokens() {
        if (begun || sequences.get(0).count() == 0) {
            return false;
        }
        begun = true;
        return true;
    }

    /** True once, after it was cancelled. */
    boolean cancelledNow() {
        if (!result.isCancelled() || seenCancelled) {
            return false;
        }
        seenCancelled = true;
        return true;
    }

    /** Called by the engine's thread when it begins to compute with these weights. */
    void admitted(long version) {
        policyVersion = version;
    }

    @Override
    public boolean ended() {
        return result.isDone();
    }

    @Override
    public void tell(int index, String text) {
        if (listener == null || ended()) {
            return;
        }
        try {
            listener.text(index, text);
        } catch (RuntimeException e) {
            // A failing listener must not affect the requests decoded together with it.
            fail(e);
        }
    }

    /** Ends the request if all of its sequences have ended; true if it did so now. */
    boolean finishIfDone() {
        if (ended() || !sequences.stream().allMatch(Sequence::ended)) {
            return false;
        }
        return result.complete(sequences.stream()
                .map(sequence -> sequence.completion(tokenizer))
                .toList());
    }

    void fail(RuntimeException problem) {
        result.completeExceptionally(problem);
    }

    @Override
    public List<Completion> await() {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public long policyVersion() {
        if (!result.isDone() || result.isCompletedExceptionally()) {
            throw new IllegalStateException("there are no completions");
        }
        return policyVersion;
    }

    @Override
    public void whenEnded(Runnable action) {
        result.whenComplete((completions, problem) -> action.run());
    }

    @Override
    public void cancel() {
        if (result.completeExceptionally(new CancellationException("the request was cancelled"))) {
            interrupt.run();
        }
    }
}
