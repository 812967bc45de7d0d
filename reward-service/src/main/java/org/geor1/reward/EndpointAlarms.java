package org.geor1.reward;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.geor1.jobs.event.EventStore;
import org.geor1.jobs.event.EventType;
import org.geor1.jobs.event.NewEvent;
import org.geor1.jobs.rollout.RolloutGroup;
import org.geor1.protocol.reward.FailurePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a run's readers when the failure policy of a reward acted. An episode begins with a failure and ends with scores
 * for a later step; each is told when it begins and when it ends, however many groups are concerned.
 */
final class EndpointAlarms {

    private static final Logger log = LoggerFactory.getLogger(EndpointAlarms.class);

    /** Episodes of runs that ended in one are forgotten at last. */
    private static final int MOST_EPISODES = 1000;

    private record Subject(String runId, String reward) {}

    /** The last step in which there was a failure, of each episode that is not over. */
    private final Map<Subject, Long> episodes = new LinkedHashMap<>();

    private final EventStore events;

    EndpointAlarms(EventStore events) {
        this.events = events;
    }

    /** Takes note of a scored group. */
    void after(RolloutGroup group, Scorer.Scored scored) {
        for (Scorer.Failure failure : scored.failures()) {
            if (begins(new Subject(group.runId(), failure.component().name()), group.step())) {
                tell(group, failure.component().name(), "warning", failed(failure));
            }
        }
        scored.asked().forEach(component -> {
            if (ends(new Subject(group.runId(), component.name()), group.step())) {
                tell(group, component.name(), "over", "the endpoint of " + component.name() + " gives scores again");
            }
        });
    }

    private static String failed(Scorer.Failure failure) {
        boolean zero = failure.component().endpoint().onFailure() == FailurePolicy.ZERO;
        return failure.message() + ", so a group "
                + (zero ? "scores 0 for it, and others may." : "is compared without it, and others may be.");
    }

    private synchronized boolean begins(Subject subject, long step) {
        boolean begins = !episodes.containsKey(subject);
        episodes.merge(subject, step, Math::max);
        if (episodes.size() > MOST_EPISODES) {
            episodes.remove(episodes.keySet().iterator().next());
        }
        return begins;
    }

    private synchronized boolean ends(Subject subject, long step) {
        Long failed = episodes.get(subject);
        return failed != null && step > failed && episodes.remove(subject, failed);
    }

    private void tell(RolloutGroup group, String reward, String level, String message) {
        log.warn("Run {}, step {}: {}", group.runId(), group.step(), message);
        try {
            events.append(
                    group.runId(),
                    List.of(new NewEvent(
                            EventType.ALERT,
                            group.step(),
                            Map.of("rule", "reward_" + reward, "level", level, "message", message))));
        } catch (RuntimeException e) {
            log.warn("The alert of run {} was not stored; its group is scored all the same", group.runId(), e);
        }
    }
}
