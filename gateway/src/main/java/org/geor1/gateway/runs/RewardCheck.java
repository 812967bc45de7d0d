package org.geor1.gateway.runs;

import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import org.geor1.jobs.common.PlatformProperties;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.web.ApiException;
import org.geor1.web.ErrorCode;
import org.geor1.web.RewardApi;
import org.geor1.web.ServiceClients;
import org.geor1.web.ServiceRefusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClientException;

/**
 * Asks the reward service whether it may ask where a run's rewards say. A run may be submitted while no reward service is
 * there; then its groups are dropped, for the same reason.
 */
@Component
class RewardCheck {

    private static final Logger log = LoggerFactory.getLogger(RewardCheck.class);

    private final RewardApi rewards;

    RewardCheck(PlatformProperties platform, ObservationRegistry observations) {
        this.rewards = ServiceClients.of(
                RewardApi.class,
                ServiceClients.rest(
                        platform.rewardUrl(),
                        platform.internalToken(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        observations));
    }

    /** @throws ApiException with the reward service's reason if it refuses a component */
    void requireAllowed(RewardSpec reward) {
        if (!reward.asksElsewhere()) {
            return;
        }
        try {
            rewards.check(reward);
        } catch (ServiceRefusal e) {
            if (e.code() == ErrorCode.INVALID_REQUEST) {
                throw new ApiException(ErrorCode.INVALID_REQUEST, e.detail(), e.errors());
            }
            unanswered(e);
        } catch (RestClientException e) {
            unanswered(e);
        }
    }

    private static void unanswered(Exception cause) {
        log.info("The reward service did not say whether it may ask for a reward; its run will: {}", cause.toString());
    }
}
