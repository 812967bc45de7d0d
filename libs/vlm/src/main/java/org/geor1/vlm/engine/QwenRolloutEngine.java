package org.geor1.vlm.engine;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.ConfigReader;
import org.geor1.vlm.engine.cache.Chunks;
import org.geor1.vlm.engine.cache.KvBudget;
import org.geor1.vlm.engine.cache.PrefixCache;
import org.geor1.vlm.engine.cache.PromptKeys;
import org.geor1.vlm.engine.sampling.DecodeConstants;
import org.geor1.vlm.model.Precision;
import org.geor1.vlm.model.QwenModel;
import org.geor1.vlm.model.input.PrefixPrompt;
import org.geor1.vlm.prompt.PromptEncoder;
import org.geor1.vlm.tokenizer.VlmTokenizer;
import org.geor1.vlm.torch.TorchThreads;
import org.jspecify.annotations.Nullable;

/**
 * The engine on libtorch. One thread decodes the requests of all callers together; they join or leave between steps.
 * Prompts are encoded in their callers' threads.
 */
public final class QwenRolloutEngine implements RolloutEngine {

    /** More would add little: with fewer rows per call, a call costs about the same. */
    private static final int MAX_CREW = 8;

    private final VlmTokenizer tokenizer;
    private final PromptEncoder encoder;
    private final QwenModel model;
    private final KvBudget budget;
    private final Admission admission;
    private final DecodeConstants constants;
    private final EngineCounters counters;
    private final EngineLoop loop;
    private final EngineThread thread;
    private final int maxSequences;
    private volatile long policyVersion;
    private final ReadWriteLock open = new ReentrantReadWriteLock();
    private boolean closed;

    private QwenRolloutEngine(
            VlmTokenizer tokenizer,
            PromptEncoder encoder,
            QwenModel model,
            EngineThread thread,
            Crew crew,
            long policyVersion,
            EngineOptions options,
            EngineObserver observer) {
        this.tokenizer = tokenizer;
        this.encoder = encoder;
        this.model = model;
        this.policyVersion = policyVersion;
        this.maxSequences = options.maxSequences();
        this.budget = new KvBudget(options.kvBytes(), model.kvBytesPerToken());
        PrefixCache prefixes = new PrefixCache();
        this.admission = new Admission(options, budget, prefixes);
        this.constants = new DecodeConstants(model, tokenizer);
        this.counters = new EngineCounters(observer);
        this.loop = new EngineLoop(
                model, constants, admission, budget, prefixes, options, counters, crew, this::policyVersion);
        this.thread = thread;
        thread.finishWith(loop);
    }

    /** Loads the Hugging Face checkpoint in {@code directory} in fp32, with default bounds. */
    public static QwenRolloutEngine open(Path directory, long policyVersion, Device device) {
        return open(directory, policyVersion, device, Precision.FP32, EngineOptions.DEFAULT, EngineObserver.NONE);
    }

    /** Loads the Hugging Face checkpoint in {@code directory}, its tokenizer and image settings with it. */
    public static QwenRolloutEngine open(
            Path directory,
            long policyVersion,
            Device device,
            Precision precision,
            EngineOptions options,
            EngineObserver observer) {
        // First, so that a directory without a checkpoint is not reported as one without a tokenizer.
        ConfigReader.read(directory);
        return serve(
                directory,
                () -> QwenModel.loadForInference(directory, device, precision),
                policyVersion,
                options,
                observer);
    }

    /** Serves the model that {@code source} loads, with tokenizer and image settings of {@code directory}. */
    public static QwenRolloutEngine serve(
            Path directory,
            Supplier<QwenModel> source,
            long policyVersion,
            EngineOptions options,
            EngineObserver observer) {
        VlmTokenizer tokenizer = VlmTokenizer.load(directory);
        EngineThread thread = new EngineThread();
        QwenModel model = null;
        try {
            model = thread.call(() -> loaded(source, options.threads()));
            PromptEncoder encoder = PromptEncoder.load(directory, model.config(), tokenizer);
            Crew crew = new Crew(crewOf(model, options.threads()));
            return new QwenRolloutEngine(tokenizer, encoder, model, thread, crew, policyVersion, options, observer);
        } catch (RuntimeException e) {
            thread.stop();
            tokenizer.close();
            if (model != null) {
                model.close();
            }
            throw e;
        }
    }

    /** Large matrices use all processors for each product; otherwise each processor runs its own operations. */
    private static QwenModel loaded(Supplier<QwenModel> source, int threads) {
        TorchThreads.useAll();
        QwenModel model = source.get();
        if (!model.hasLargeMatrices()) {
            TorchThreads.use(1);
        } else if (threads > 0) {
            TorchThreads.use(threads);
        }
        return model;
    }

    private static int crewOf(QwenModel model, int threads) {
        if (model.hasLargeMatrices() || model.onGpu()) {
            return 1;
        }
        return Math.min(MAX_CREW, threads > 0 ? threads : TorchThreads.all());
    }

    @Override
    public List<? extends Ticket> submit(List<GenerationRequest> requests) {
        return queued(requests, null);
    }

    /**
     * Queues one request.
     *
     * @param listener hears of text as it comes, or null
     * @throws RolloutEngine.EngineBusyException if too many requests wait
     * @throws IllegalArgumentException if the request can never be served
     */
    public Ticket submit(GenerationRequest request, @Nullable TextListener listener) {
        return queued(List.of(request), listener).get(0);
    }

    private List<QueuedRequest> queued(List<GenerationRequest> requests, @Nullable TextListener listener) {
        // Held while the tokenizer is in use, because closing frees it.
        open.readLock().lock();
        try {
            requireOpen();
            List<QueuedRequest> queued = requests.parallelStream()
                    .map(request -> queued(request, listener))
                    .toList();
            queue(queued);
            return queued;
        } finally {
            open.readLock().unlock();
        }
    }

    private QueuedRequest queued(GenerationRequest request, @Nullable TextListener listener) {
        if (request.n() > maxSequences) {
            // With one token each, keys and values may fit, but their logits may not.
            throw new IllegalArgumentException(
                    "n must be at most " + maxSequences + ", the sequences decoded together, was " + request.n());
        }
        PrefixPrompt prompt = PrefixPrompt.of(encoder.encode(request.prompt()));
        PromptKeys keys = PromptKeys.of(prompt, model.config().tokens().image(), model.merge());
        long tokens = Chunks.width(prompt.ids().length - 1)
                + (long) request.n() * request.sampling().maxTokens();
        if (!budget.possible(tokens)) {
            throw new IllegalArgumentException("the request takes keys and values of " + tokens
                    + " tokens, the engine has memory for " + budget.capacity()
                    + ": lower n or max_tokens, shorten the prompt, or give the engine more memory");
        }
        return new QueuedRequest(
                prompt,
                keys,
                request.n(),
                request.sampling(),
                choiceIds(request.sampling()),
                listener,
                tokenizer,
                this::wake);
    }

    private int[] choiceIds(SamplingParams sampling) {
        int[] ids = new int[sampling.choices().size()];
        for (int i = 0; i < ids.length; i++) {
            int[] encoded = tokenizer.encode(sampling.choices().get(i));
            if (encoded.length == 0) {
                throw new IllegalArgumentException("choices: choice " + i + " is empty");
            }
            ids[i] = encoded[0];
        }
        if (Arrays.stream(ids).distinct().count() < ids.length) {
            throw new IllegalArgumentException("choices: two of them begin with the same token");
        }
        return ids;
    }

    private void queue(List<QueuedRequest> queued) {
        if (!admission.add(queued)) {
            throw new EngineBusyException(admission.waiting() + " requests wait for the engine");
        }
        wake();
    }

    /** Makes the engine look for new work after the current step. */
    private void wake() {
        constants.interrupt(true);
        admission.wake();
    }

    private void requireOpen() {
        if (closed || thread.ended()) {
            throw new CancellationException("the engine was closed");
        }
    }

    @Override
    public void swap(Path directory, long policyVersion) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        open.readLock().lock();
        try {
            requireOpen();
            admission.add(new Admission.Action(done, () -> {
                loop.forget();
                model.replaceWeights(directory);
                this.policyVersion = policyVersion;
            }));
        } finally {
            open.readLock().unlock();
        }
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public long policyVersion() {
        return policyVersion;
    }

    /** Current and past activity of the engine. */
    public EngineStats stats() {
        return counters.stats(admission.waiting(), budget);
    }

    /** Token ids of {@code prompt}, as the model sees it. */
    public int[] promptIds(ChatPrompt prompt) {
        return encoder.encode(prompt).inputIds();
    }

    @Override
    public void close() {
        open.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            open.writeLock().unlock();
        }
        loop.close();
        thread.join();
        constants.close();
        model.close();
        tokenizer.close();
    }
}
