package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.geor1.protocol.settings.CrossFieldRules;
import org.geor1.protocol.settings.Setting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** Weighted reward components. */
@JsonNaming(SnakeCaseStrategy.class)
public record RewardSpec(
        @Setting(
                value = "Rewards that are added up.",
                byDefault = "[{\"name\":\"accuracy\"},{\"name\":\"format\",\"weight\":0.5}]")
        @Size(max = 16)
        List<Component> components,

        @Setting(value = "Limit of the length reward, in tokens.", byDefault = "1024") @Min(1) @Max(1_000_000)
        int lengthLimit)
        implements CrossFieldRules {

    public RewardSpec {
        components = List.copyOf(components);
    }

    @Override
    public void check(Faults faults) {
        if (components.isEmpty()) {
            faults.reject("components", "must name at least one reward");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < components.size(); i++) {
            if (!seen.add(components.get(i).name())) {
                faults.reject("components[" + i + "].name", "given twice");
            }
        }
    }

    /** How a completion's letter is read, for every reward and figure that asks whether it is the right one. */
    public AccuracyMethod accuracyMethod() {
        return components.stream()
                .filter(component -> component.name().equals(RewardNames.ACCURACY))
                .map(Component::method)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(AccuracyMethod.STRICT);
    }

    /** Whether a service elsewhere scores some component. */
    public boolean asksElsewhere() {
        return components.stream().anyMatch(Component::isOwn);
    }

    /** A reward's name, its weight in the sum, and for one of the caller's own where it is asked for. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Component(
            @Setting("What is rewarded; a reward of your own has a url and any other name.")
            @NotNull
            @Size(max = 64)
            @Pattern(
                    regexp = RewardNames.FORM,
                    message = "must be a name of letters, digits, - and _, a letter first, of at most 64 characters")
            String name,

            @Setting(value = "Weight in the sum.", byDefault = "1") @DecimalMin("-100") @DecimalMax("100")
            double weight,

            @Setting("How accuracy, city, country and geo_distance read the answer of a completion: strict, unless a"
                    + " preset says otherwise for accuracy, which alone has mcq.")
            @Nullable
            AccuracyMethod method,

            @JsonUnwrapped RewardEndpoint endpoint)
            implements CrossFieldRules {

        public Component {
            name = name.toLowerCase(Locale.ROOT);
            endpoint = endpoint == null ? RewardEndpoint.NONE : endpoint;
            method = method == null && RewardNames.WITH_METHOD.contains(name) ? AccuracyMethod.STRICT : method;
        }

        public Component(String name, double weight) {
            this(name, weight, null, RewardEndpoint.NONE);
        }

        /** Whether a service elsewhere scores it. */
        boolean isOwn() {
            return endpoint.url() != null;
        }

        @Override
        public void check(Faults faults) {
            boolean known = RewardNames.KNOWN.contains(name);
            if (known && isOwn()) {
                faults.reject("name", "is a reward of the platform; give your own another name, or leave url out");
            } else if (!known && !isOwn()) {
                faults.reject(
                        "name",
                        "unknown reward; known are " + RewardNames.KNOWN
                                + ", one of your own needs a url, and mcq is the" + " method mcq of accuracy");
            }
            if (method != null && !RewardNames.WITH_METHOD.contains(name)) {
                faults.reject("method", "is for " + RewardNames.WITH_METHOD + " alone; leave it out");
            } else if (method == AccuracyMethod.MCQ && !name.equals(RewardNames.ACCURACY)) {
                faults.reject("method", "mcq reads letters, for accuracy alone; use strict or tolerant");
            }
        }
    }
}
