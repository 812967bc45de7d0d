package org.geor1.gateway.geolocate;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.geor1.gateway.GatewayProperties;
import org.geor1.geo.style.PromptStyle;
import org.geor1.geo.style.PromptStyles;
import org.geor1.geo.style.UnknownStyleException;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.protocol.rollout.GenerateRequest;
import org.geor1.protocol.rollout.GenerateResponse;
import org.geor1.protocol.rollout.ModelStyle;
import org.geor1.protocol.rollout.PromptPart;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.InferenceApi;
import org.geor1.web.ServiceClients;
import org.geor1.web.ServiceRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/** The rollout service's inference, as the gateway uses it. */
@Component
class InferenceClient {
    private static final Logger log = LoggerFactory.getLogger(InferenceClient.class);

    private final InferenceApi inference;

    InferenceClient(GatewayProperties properties, PlatformProperties platform, ObservationRegistry observations) {
        this.inference = ServiceClients.of(
                InferenceApi.class,
                ServiceClients.rest(
                        platform.rolloutUrl(),
                        platform.internalToken(),
                        Duration.ofSeconds(5),
                        properties.inferenceTimeout(),
                        observations));
    }

    /** @param model the model that answered, by its full name */
    record Answer(String model, String text) {}

    /** @param model the model that answered, by its full name */
    record Answers(String model, List<String> texts) {}

    /**
     * @param model the model to ask, by its full name
     * @param maxTokens length at which its answers are cut short
     */
    record Asked(String model, PromptStyle style, int maxTokens) {}

    /** How a model wants to be asked; null is the served default. */
    Asked style(@Nullable String model) {
        ModelStyle found = answered(model, () -> inference.style(model));
        try {
            return new Asked(found.model(), PromptStyles.named(found.promptStyle()), found.maxTokens());
        } catch (UnknownStyleException e) {
            throw new ApiException(
                    ErrorCode.UNUSABLE_MODEL,
                    "The model " + found.model() + " cannot be asked: " + e.getMessage() + ".");
        }
    }

    /** The most likely completion up to the text {@code stop}; {@code question} holds {@code <image>} for each photo. */
    Answer ask(String model, String question, List<Photo> photos, String stop) {
        GenerateResponse response = generate(
                new GenerateRequest(model, prompt(question, photos), 1, 0.0, null, null, List.of(stop), null, null));
        return new Answer(response.model(), response.completions().get(0).text());
    }

    /** As many completions as asked for, in the order in which they were drawn. */
    Answers sample(String model, String question, List<Photo> photos, Sampling sampling) {
        Long seed = sampling.isOne() ? null : sampling.seed();
        GenerateResponse response = generate(new GenerateRequest(
                model, prompt(question, photos), sampling.n(), sampling.temperature(), null, seed, null, null, null));
        return new Answers(
                response.model(),
                response.completions().stream()
                        .map(GenerateResponse.Choice::text)
                        .toList());
    }

    /** The probability of each of {@code choices} as the continuation of {@code said}. */
    Map<String, Double> choose(String model, String question, List<Photo> photos, String said, List<String> choices) {
        GenerateResponse response =
                generate(new GenerateRequest(model, prompt(question, photos), 1, 0.0, null, null, null, said, choices));
        Map<String, Double> probabilities = response.completions().get(0).choices();
        if (probabilities == null) {
            throw unavailable("an answer without probabilities");
        }
        return probabilities;
    }

    private GenerateResponse generate(GenerateRequest request) {
        GenerateResponse response = answered(request.model(), () -> inference.generate(request));
        if (response.completions().isEmpty()) {
            throw unavailable("an empty answer");
        }
        return response;
    }

    private static <T> T answered(@Nullable String model, Supplier<T> call) {
        try {
            return call.get();
        } catch (ServiceRefusal e) {
            throw refused(e, model);
        } catch (RestClientException e) {
            throw unavailable(e.toString());
        }
    }

    private static List<PromptPart> prompt(String question, List<Photo> photos) {
        List<PromptPart> parts = new ArrayList<>();
        String[] pieces = question.split(PromptStyle.IMAGE, -1);
        for (int i = 0; i < pieces.length; i++) {
            parts.add(new PromptPart.Text(pieces[i]));
            if (i < photos.size()) {
                parts.add(new PromptPart.InlineImage(
                        Base64.getEncoder().encodeToString(photos.get(i).png())));
            }
        }
        return parts;
    }

    private static ApiException refused(ServiceRefusal cause, @Nullable String model) {
        return switch (cause.code()) {
            case UNKNOWN_MODEL ->
                new ApiException(
                        ErrorCode.UNKNOWN_MODEL,
                        "There is no model '" + model + "'; GET /v1/models lists those there are.");
            case UNUSABLE_MODEL -> new ApiException(ErrorCode.UNUSABLE_MODEL, cause.detail() + ".");
            case INVALID_IMAGE ->
                new ApiException(ErrorCode.INVALID_IMAGE, "The model does not take a picture of this size and shape.");
            case TOO_MANY_REQUESTS ->
                new ApiException(ErrorCode.TOO_MANY_REQUESTS, "The model is busy; try again in a few seconds.");
            default -> unavailable(cause.toString());
        };
    }

    private static ApiException unavailable(String cause) {
        log.warn("Inference failed; the caller got a 503 and may retry: {}", cause);
        return new ApiException(
                ErrorCode.INFERENCE_UNAVAILABLE, "The inference service does not answer; try again in a moment.");
    }
}
