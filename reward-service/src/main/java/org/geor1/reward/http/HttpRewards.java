package org.geor1.reward.http;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.geor1.protocol.reward.RewardEndpoint;
import org.geor1.protocol.reward.RewardSpec;
import org.geor1.reward.component.RewardInput;
import org.jspecify.annotations.Nullable;

/** Asks endpoints for the scores of groups. Safe for any number of threads. */
public final class HttpRewards implements Closeable {

    /** What the name of a secret follows in the environment, so that a run can name no other variable. */
    static final String SECRET_PREFIX = "GEOR1_REWARD_SECRET_";

    private static final Pattern HEADER_VALUE = Pattern.compile("[!-~]([ -~]*[!-~])?");

    /** A caller waits for these requests, and the gateway for at most 30 s. */
    private static final Duration LONGEST_TRIAL = Duration.ofSeconds(10);

    private final AllowedHosts allowed;
    private final UnaryOperator<@Nullable String> environment;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final CheckedClient client;

    /** Waits between attempts. */
    @FunctionalInterface
    interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    /**
     * @param environment the service's environment variables: a name's value, or null
     * @param resolver looks names up
     */
    HttpRewards(
            AllowedHosts allowed,
            UnaryOperator<@Nullable String> environment,
            CheckedClient.Resolver resolver,
            Backoff backoff,
            Sleeper sleeper) {
        this.allowed = allowed;
        this.environment = environment;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.client = new CheckedClient(allowed, resolver);
    }

    /** With the environment and the names of this machine. */
    public static HttpRewards of(AllowedHosts allowed) {
        return new HttpRewards(
                allowed,
                System::getenv,
                InetAddress::getAllByName,
                new Backoff(new Random()),
                time -> Thread.sleep(time.toMillis()));
    }

    /**
     * Checks what can be known before anything is asked.
     *
     * @throws ForbiddenHostException if the host is not listed or the secret is not in the environment
     */
    public void requireAllowed(RewardEndpoint endpoint) {
        allowed.requireHost(endpoint.uri().getHost());
        secret(endpoint);
    }

    /**
     * Scores completions, with the retries that the settings allow.
     *
     * @param run the run's id
     * @throws EndpointException if there are no scores in the end
     * @throws ForbiddenHostException if the endpoint must not be asked
     */
    public double[] score(RewardSpec.Component component, String run, List<RewardInput> group)
            throws EndpointException, InterruptedException {
        RewardEndpoint endpoint = component.endpoint();
        byte[] body = Exchange.request(component.name(), run, group);
        int retries = Objects.requireNonNull(endpoint.retries());
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(endpoint, timeout(endpoint), body, group.size());
            } catch (EndpointException e) {
                if (!e.isWorthRetrying() || attempt > retries) {
                    throw e.of(component.name(), attempt);
                }
                sleeper.sleep(backoff.after(attempt));
            }
        }
    }

    /** Scores completions that belong to no run, with a single short attempt, because a caller waits for it. */
    public double[] tryOut(RewardSpec.Component component, List<RewardInput> group) throws EndpointException {
        Duration timeout = timeout(component.endpoint());
        Duration shorter = timeout.compareTo(LONGEST_TRIAL) > 0 ? LONGEST_TRIAL : timeout;
        byte[] body = Exchange.request(component.name(), null, group);
        try {
            return ask(component.endpoint(), shorter, body, group.size());
        } catch (EndpointException e) {
            throw e.of(component.name(), 1);
        }
    }

    private double[] ask(RewardEndpoint endpoint, Duration timeout, byte[] body, int count) throws EndpointException {
        URI url = endpoint.uri();
        allowed.requireHost(url.getHost());
        return Exchange.scores(client.post(url, secret(endpoint), body, timeout), count);
    }

    private static Duration timeout(RewardEndpoint endpoint) {
        return Duration.ofMillis(Math.round(1000 * Objects.requireNonNull(endpoint.timeout())));
    }

    private @Nullable String secret(RewardEndpoint endpoint) {
        if (endpoint.secret() == null) {
            return null;
        }
        String variable = SECRET_PREFIX + endpoint.secret();
        String value = environment.apply(variable);
        if (value == null || !HEADER_VALUE.matcher(value).matches()) {
            throw new ForbiddenHostException("the reward service has no environment variable " + variable
                    + " that can be sent as a header; whoever runs the service can set it");
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
