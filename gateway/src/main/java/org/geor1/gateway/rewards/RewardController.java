package org.geor1.gateway.rewards;

import io.micrometer.observation.ObservationRegistry;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.geor1.gateway.openapi.Problems;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.protocol.reward.RewardDescription;
import org.geor1.protocol.reward.ScoreRequest;
import org.geor1.protocol.reward.ScoreResponse;
import org.geor1.protocol.reward.ValidateRequest;
import org.geor1.protocol.reward.ValidateResponse;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.RewardApi;
import org.geor1.web.ServiceClients;
import org.geor1.web.ServiceRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClientException;
import tools.jackson.databind.JsonNode;

/** Passes requests about rewards on to the reward service, which checks them, in every form of the platform. */
@Tag(name = "rewards")
@RestController
@RequestMapping(path = "/api/v1/rewards", produces = MediaType.APPLICATION_JSON_VALUE)
class RewardController {

    private static final Logger log = LoggerFactory.getLogger(RewardController.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /**
     * A thousand long completions are scored in well under a second, but each reward of the caller's own may take 10 s, and
     * there are at most sixteen.
     */
    private static final Duration PATIENCE_WHILE_SCORING = Duration.ofSeconds(180);

    private final RewardApi rewards;
    private final RewardApi scoring;

    RewardController(PlatformProperties platform, ObservationRegistry observations) {
        this.rewards = client(platform, PATIENCE, observations);
        this.scoring = client(platform, PATIENCE_WHILE_SCORING, observations);
    }

    private static RewardApi client(PlatformProperties platform, Duration patience, ObservationRegistry observations) {
        return ServiceClients.of(
                RewardApi.class,
                ServiceClients.rest(
                        platform.rewardUrl(), platform.internalToken(), Duration.ofSeconds(5), patience, observations));
    }

    @Operation(summary = "The rewards that a run may name, with the range of each")
    @Problems(ErrorCode.REWARD_UNAVAILABLE)
    @GetMapping
    List<RewardDescription> listRewards() {
        return ask(rewards::list);
    }

    @Operation(summary = "Score completions that belong to no run")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ScoreRequest.class)))
    @Problems(ErrorCode.REWARD_UNAVAILABLE)
    @PostMapping(path = "/run", consumes = MediaType.APPLICATION_JSON_VALUE)
    ScoreResponse runRewards(@RequestBody JsonNode body) {
        return ask(() -> scoring.run(body));
    }

    @Operation(
            summary = "Try a run's reward on samples: each component's score and what was read, or why there is none")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = ValidateRequest.class)))
    @Problems(ErrorCode.REWARD_UNAVAILABLE)
    @PostMapping(path = "/validate", consumes = MediaType.APPLICATION_JSON_VALUE)
    ValidateResponse validateRewards(@RequestBody JsonNode body) {
        return ask(() -> scoring.validate(body));
    }

    private static <T> T ask(Supplier<T> request) {
        try {
            return request.get();
        } catch (ServiceRefusal e) {
            if (e.code() == ErrorCode.INVALID_REQUEST) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, e.detail(), e.errors());
            }
            throw unavailable(e);
        } catch (RestClientException e) {
            throw unavailable(e);
        }
    }

    private static ApiException unavailable(Exception cause) {
        log.warn("The reward service failed; the caller got a 503 and may retry: {}", cause.toString());
        return new ApiException(
                ErrorCode.REWARD_UNAVAILABLE, "The reward service does not answer; try again in a moment.");
    }
}
