package org.geor1.gateway.runs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.ServiceClients;
import org.geor1.web.ServiceRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.client.RestClientException;
import org.springframework.web.service.annotation.GetExchange;

/**
 * Asks the trainer whether a run could start from a model. A run may be submitted while no trainer is there; then it is
 * the run that fails, with the same reason.
 */
@Component
class ModelCheck {

    private static final Logger log = LoggerFactory.getLogger(ModelCheck.class);

    /** Reading headers takes milliseconds; comparing a tied head that is stored as well, a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final TrainerModels models;

    /** What the trainer answers about models. */
    interface TrainerModels {

        @GetExchange("/internal/v1/models/{name}/usable")
        void requireUsable(@PathVariable String name);
    }

    ModelCheck(PlatformProperties platform, ObservationRegistry observations) {
        this.models = ServiceClients.of(
                TrainerModels.class,
                ServiceClients.rest(
                        platform.trainerUrl(),
                        platform.internalToken(),
                        Duration.ofSeconds(2),
                        PATIENCE,
                        observations));
    }

    /** @throws ApiException with the trainer's reason if it cannot load the model */
    void requireUsable(String model) {
        try {
            models.requireUsable(model);
        } catch (ServiceRefusal e) {
            if (e.code() == ErrorCode.UNUSABLE_MODEL) {
                throw new ApiException(ErrorCode.UNUSABLE_MODEL, e.detail() + ".");
            }
            unanswered(model, e);
        } catch (RestClientException e) {
            unanswered(model, e);
        }
    }

    private static void unanswered(String model, Exception cause) {
        log.info("The trainer did not say whether {} can be loaded; its run will: {}", model, cause.toString());
    }
}
