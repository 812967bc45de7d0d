package org.geor1.protocol.reward;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    /** The reward that has a method. */
    public static final String ACCURACY = "accuracy";

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
                .map(Component::method)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(AccuracyMethod.STRICT);
    }

    /** A scorer's name and its weight in the sum. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Component(
            @Setting("What is rewarded.")
            @NotNull
            @Size(max = 100)
            @Pattern(
                    regexp = "accuracy|format|length|repetition",
                    flags = Pattern.Flag.CASE_INSENSITIVE,
                    message = "unknown reward; known are [accuracy, format, length, repetition]")
            String name,

            @Setting(value = "Weight in the sum.", byDefault = "1") @DecimalMin("-100") @DecimalMax("100")
            double weight,

            @Setting(
                    "How accuracy, which alone has a method, reads the letter that a completion chooses: strict, unless a"
                            + " preset says otherwise.")
            @Nullable
            AccuracyMethod method)
            implements CrossFieldRules {

        public Component {
            name = name.toLowerCase(Locale.ROOT);
            method = method == null && name.equals(ACCURACY) ? AccuracyMethod.STRICT : method;
        }

        public Component(String name, double weight) {
            this(name, weight, null);
        }

        @Override
        public void check(Faults faults) {
            if (method != null && !name.equals(ACCURACY)) {
                faults.reject("method", "is for accuracy alone; leave it out");
            }
        }
    }
}
