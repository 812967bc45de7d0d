package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Where a reward of the caller's own is asked for, and what happens when it does not answer. All null without a url. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonNaming(SnakeCaseStrategy.class)
public record RewardEndpoint(
        @Setting("Address that scores a group, for a reward of your own.")
        @Size(max = 2000)
        @Pattern(regexp = "(?s).+", message = "must be an http or https address of at most 2000 characters")
        @Nullable
        String url,

        @Setting("Seconds that one request may take; 10 for a reward of your own.")
        @DecimalMin("0.1")
        @DecimalMax("60")
        @Nullable
        Double timeout,

        @Setting("Further attempts after a failure to connect, status 429 or 5xx; 2 for a reward of your own.")
        @Min(0)
        @Max(5)
        @Nullable
        Integer retries,

        @Setting("What becomes of a group that the address does not score; fail for a reward of your own.") @Nullable
        FailurePolicy onFailure,

        @Setting("Name of the secret that the reward service sends as Authorization, from its environment variable"
                + " GEOR1_REWARD_SECRET_ and this name.")
        @Size(max = 64)
        @Pattern(regexp = "[A-Z][A-Z0-9_]*", message = "must be capitals, digits and underscores, a capital first")
        @Nullable
        String secret)
        implements CrossFieldRules {

    static final RewardEndpoint NONE = new RewardEndpoint(null, null, null, null, null);

    private static final String NO_ADDRESS = "must be an http or https address with a host, in ASCII";
    private static final double DEFAULT_TIMEOUT = 10;
    private static final int DEFAULT_RETRIES = 2;

    public RewardEndpoint {
        if (url != null) {
            timeout = timeout == null ? DEFAULT_TIMEOUT : timeout;
            retries = retries == null ? DEFAULT_RETRIES : retries;
            onFailure = onFailure == null ? FailurePolicy.FAIL : onFailure;
        }
    }

    /** The address of a reward that has one. */
    public URI uri() {
        return URI.create(Objects.requireNonNull(url));
    }

    @Override
    public void check(Faults faults) {
        if (url != null) {
            checkAddress(url, faults);
            return;
        }
        refuse(faults, "timeout", timeout);
        refuse(faults, "retries", retries);
        refuse(faults, "on_failure", onFailure);
        refuse(faults, "secret", secret);
    }

    private static void refuse(Faults faults, String name, @Nullable Object value) {
        if (value != null) {
            faults.reject(name, "is for a reward of your own, which has a url; leave it out");
        }
    }

    private static void checkAddress(String url, Faults faults) {
        URI address;
        try {
            address = new URI(url);
        } catch (URISyntaxException e) {
            faults.reject("url", NO_ADDRESS);
            return;
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        boolean http = scheme.equals("http") || scheme.equals("https");
        if (!http || address.getHost() == null || !url.equals(address.toASCIIString())) {
            faults.reject("url", NO_ADDRESS);
        } else if (address.getRawUserInfo() != null || address.getRawFragment() != null) {
            faults.reject("url", "must be without user, password and fragment; a secret is named by secret");
        } else if (address.getPort() == 0 || address.getPort() > 65_535) {
            faults.reject("url", "must have a port from 1 to 65535, or none");
        }
    }
}
