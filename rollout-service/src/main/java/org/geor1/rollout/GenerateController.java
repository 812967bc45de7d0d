package org.geor1.rollout;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.style.UnknownStyleException;
import org.geor1.image.ImageException;
import org.geor1.jobs.catalog.ModelCatalog;
import org.geor1.jobs.catalog.UnknownModelException;
import org.geor1.jobs.image.NoSuchImageException;
import org.geor1.jobs.transport.PolicyTransport;
import org.geor1.protocol.FieldError;
import org.geor1.protocol.InvalidRequestException;
import org.geor1.protocol.rollout.GenerateRequest;
import org.geor1.protocol.rollout.GenerateResponse;
import org.geor1.protocol.rollout.ModelStyle;
import org.geor1.protocol.rollout.Sampling;
import org.geor1.vlm.ChatPrompt;
import org.geor1.vlm.Completion;
import org.geor1.vlm.GenerationRequest;
import org.geor1.vlm.RolloutEngine;
import org.geor1.vlm.SamplingParams;
import org.geor1.vlm.checkpoint.PromptStyleFile;
import org.geor1.vlm.checkpoint.file.CheckpointException;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.InferenceApi;
import org.geor1.web.InternalApi;
import org.geor1.web.ProblemBodies;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Inference for the gateway. */
@InternalApi
class GenerateController implements InferenceApi {

    private static final int MAX_PARTS = 64;
    private static final int MAX_CONTINUATION = 100_000;

    private final Generator generator;
    private final PolicyTransport weights;
    private final Prompts prompts;
    private final ModelCatalog models;
    private final RolloutProperties properties;
    private final Semaphore slots;

    GenerateController(
            Generator generator,
            PolicyTransport weights,
            Prompts prompts,
            ModelCatalog models,
            RolloutProperties properties) {
        this.generator = generator;
        this.weights = weights;
        this.prompts = prompts;
        this.models = models;
        this.properties = properties;
        this.slots = new Semaphore(properties.maxConcurrent());
    }

    @Override
    public ModelStyle style(@Nullable String name) {
        ModelCatalog.Model model = model(name);
        String style = PromptStyleFile.read(directory(model));
        // Whoever asks knows the same styles, and shall not have to find out that there is no such one.
        PromptStyles.named(style);
        return new ModelStyle(model.name(), style == null ? PromptStyles.DEFAULT : style, properties.maxTokens());
    }

    @Override
    public GenerateResponse generate(GenerateRequest request) {
        SamplingParams sampling = check(request);
        ModelCatalog.Model model = model(request.model());
        if (!slots.tryAcquire()) {
            throw busy();
        }
        try {
            return generate(request, sampling, model);
        } finally {
            slots.release();
        }
    }

    private GenerateResponse generate(GenerateRequest request, SamplingParams sampling, ModelCatalog.Model model) {
        ChatPrompt prompt =
                prompts.of(request.prompt()).continuedBy(Objects.requireNonNullElse(request.continuation(), ""));
        int n = Objects.requireNonNullElse(request.n(), 1);
        String artifact = model.artifact();
        List<Completion> completions = generator
                .submit(
                        artifact == null ? "model:" + model.name() : artifact,
                        0,
                        () -> directory(model),
                        List.of(new GenerationRequest(prompt, n, sampling)))
                .get(0)
                .await();
        return new GenerateResponse(
                model.name(),
                completions.stream().map(GenerateController::choice).toList());
    }

    private Path directory(ModelCatalog.Model model) {
        String artifact = model.artifact();
        return artifact == null ? Objects.requireNonNull(model.directory()) : weights.fetch(artifact);
    }

    private ModelCatalog.Model model(@Nullable String name) {
        String wanted = name == null ? properties.defaultModel() : name;
        return models.find(wanted).orElseThrow(() -> new UnknownModelException(wanted));
    }

    private static GenerateResponse.Choice choice(Completion completion) {
        double sum = 0;
        for (float logProb : completion.logProbs()) {
            sum += logProb;
        }
        return new GenerateResponse.Choice(
                completion.text(),
                completion.tokenIds().length,
                completion.finishReason().name().toLowerCase(Locale.ROOT),
                sum / Math.max(1, completion.logProbs().length),
                completion.detail() == null ? null : completion.detail().choices());
    }

    /** JSON can leave out fields that the record declares as present, so nulls are checked here. */
    @SuppressWarnings("ConstantValue")
    private SamplingParams check(GenerateRequest request) {
        List<FieldError> errors = new ArrayList<>();
        if (request.prompt() == null
                || request.prompt().isEmpty()
                || request.prompt().size() > MAX_PARTS) {
            errors.add(new FieldError("prompt", "must hold 1 to " + MAX_PARTS + " parts"));
        }
        int n = Objects.requireNonNullElse(request.n(), 1);
        if (n < 1 || n > Sampling.MOST_ANSWERS) {
            errors.add(new FieldError("n", "must be from 1 to " + Sampling.MOST_ANSWERS));
        }
        double temperature = Objects.requireNonNullElse(request.temperature(), 0.0);
        if (temperature != 0 && !(temperature >= SamplingParams.MIN_TEMPERATURE && temperature <= 10)) {
            errors.add(new FieldError(
                    "temperature", "must be 0, which is greedy, or from " + SamplingParams.MIN_TEMPERATURE + " to 10"));
        }
        int maxTokens = Objects.requireNonNullElse(request.maxTokens(), properties.maxTokens());
        if (maxTokens < 1 || maxTokens > properties.maxTokens()) {
            errors.add(new FieldError("max_tokens", "must be from 1 to " + properties.maxTokens()));
        }
        if (request.continuation() != null && request.continuation().length() > MAX_CONTINUATION) {
            errors.add(new FieldError("continuation", "must hold at most " + MAX_CONTINUATION + " characters"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequestException(errors);
        }
        try {
            return request.choices() == null
                    ? new SamplingParams(temperature, 0, 1, maxTokens, Objects.requireNonNullElse(request.seed(), 0L))
                            .withStop(Objects.requireNonNullElse(request.stop(), List.of()))
                    : SamplingParams.choosing(request.choices());
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of(new FieldError(
                    request.choices() == null ? "stop" : "choices",
                    Objects.requireNonNullElse(e.getMessage(), "is not valid"))));
        }
    }

    @ExceptionHandler
    ProblemDetail unknownModel(UnknownModelException problem) {
        return ProblemBodies.of(ErrorCode.UNKNOWN_MODEL, "There is no such model.");
    }

    @ExceptionHandler
    ProblemDetail unusableModel(CheckpointException problem) {
        return ProblemBodies.of(ErrorCode.UNUSABLE_MODEL, "The model cannot be loaded: " + problem.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unknownStyle(UnknownStyleException problem) {
        return ProblemBodies.of(ErrorCode.UNUSABLE_MODEL, "The model cannot be asked: " + problem.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unusablePicture(UnusablePictureException problem) {
        return ProblemBodies.of(ErrorCode.INVALID_IMAGE, problem.getMessage() + ".");
    }

    /** An image that the renderer made, but that the model does not take. */
    @ExceptionHandler
    ProblemDetail unfitPicture(ImageException problem) {
        return ProblemBodies.of(ErrorCode.INVALID_IMAGE, "An image of the prompt " + problem.problem() + ".");
    }

    @ExceptionHandler
    ProblemDetail missingPicture(NoSuchImageException problem) {
        return ProblemBodies.of(ErrorCode.INVALID_IMAGE, "In the prompt: " + problem.getMessage() + ".");
    }

    @ExceptionHandler
    ProblemDetail unknownPicture(IllegalArgumentException problem) {
        return ProblemBodies.of(ErrorCode.INVALID_IMAGE, "An image of the prompt cannot be rendered.");
    }

    @ExceptionHandler
    ProblemDetail engineBusy(RolloutEngine.EngineBusyException problem) {
        ApiException busy = busy();
        return ProblemBodies.of(busy.code(), busy.detail());
    }

    private static ApiException busy() {
        return new ApiException(ErrorCode.TOO_MANY_REQUESTS, "The engine is busy; try again shortly.");
    }
}
